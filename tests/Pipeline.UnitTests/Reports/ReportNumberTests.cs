using System.Text.RegularExpressions;
using Pipeline.Reports;
using Pipeline.Testing;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Reports;

/// <summary>What a report calls a number is said once, in its folder, and nothing outside of it knows a report by name.</summary>
public sealed class ReportNumberTests : IDisposable
{
    private static readonly string[] All = ["attribution", "channels", "funnel", "insights", "nurture", "paths", "quality", "runway"];

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public static TheoryData<string> Names { get; } = [.. All];

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Kinds_AreTheReportsThatThereAre() => Assert.Equal(All, _bed.Get<ReportKinds>().Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Kind_IsFoundByItsName_InAnyCase(string name)
    {
        var kind = _bed.Get<ReportKinds>().Find(name.ToUpperInvariant());

        Assert.Equal(name, kind?.Name);
        Assert.NotEmpty(kind!.Numbers.Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("deal")]
    [InlineData("funnels")]
    public void Kind_OfNoReport_IsNotFound(string name) => Assert.Null(_bed.Get<ReportKinds>().Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Number_HasItsNameInOnePlace(string name)
    {
        var sources = new[] { "src/Pipeline.Core/Reports", "src/Pipeline.Application/Reports", "src/Pipeline.Functions/Reports" }
            .SelectMany(RepositoryFiles.Sources)
            .Select(source => (source.Path, Text: Regex.Replace(source.Text, "///.*", string.Empty)))
            .ToList();

        Assert.All(_bed.Get<ReportKinds>().Find(name)!.Numbers.Names, number =>
        {
            var places = sources
                .Where(source => source.Text.Contains($"\"{number}\"", StringComparison.Ordinal))
                .Select(source => source.Path);
            Assert.True(places.Count() <= 1, $"'{number}' is written in {string.Join(", ", places)}.");
        });
    }

    [Fact]
    public void Report_IsKnownToItsFolderAndTheRegistrationAlone()
    {
        var folders = new Regex("Pipeline\\.Reports\\.(?:Attribution|Channels|Deals|Funnel|Insights|Nurture|Paths|Quality|Runway)\\b");
        var users = new[] { "src/Pipeline.Core", "src/Pipeline.Application", "src/Pipeline.Storage", "src/Pipeline.Functions" }
            .SelectMany(RepositoryFiles.Sources)
            .Where(source => !source.Path.Contains(
                $"{Path.DirectorySeparatorChar}Reports{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                || Path.GetFileName(Path.GetDirectoryName(source.Path)) == "Reports")
            .Where(source => folders.IsMatch(source.Text))
            .Select(source => Path.GetFileName(source.Path));

        Assert.Equal(["ReportServices.cs"], users);
    }
}
