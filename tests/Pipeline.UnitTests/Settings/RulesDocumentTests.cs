using Pipeline.Problems;
using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Settings;

/// <summary>What all documents of rules have in common.</summary>
public sealed class RulesDocumentTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public static TheoryData<string> Names => ["channels", "links", "scoring", "stages"];

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Documents_AreAllHere() =>
        Assert.Equal(
            Names.Cast<object[]>().Select(row => (string)row[0]),
            _bed.Get<IEnumerable<ISettingsDocument>>().Select(document => document.Name).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Shipped_OfEveryDocument_HasNoProblemAndWarnsOfNothing(string name)
    {
        var document = Document(name);

        Assert.Empty(document.Check(document.ShippedText));
        Assert.Empty(document.Warnings(document.ShippedText));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_CommentsAndTrailingCommas_AreAllowed(string name)
    {
        var document = Document(name);
        var end = document.ShippedText.LastIndexOf('}');

        Assert.Empty(document.Check($"// Ours.\n{document.ShippedText[..end].TrimEnd()}, /* end */ }}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_NoJson_NamesThePlace(string name)
    {
        var problem = Assert.Single(Document(name).Check("{\n  \"version\": 1,,\n}"));

        Assert.Equal((Problem.Malformed, "$"), (problem.Code, problem.Field));
        Assert.Contains("line 2", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_UnknownMember_IsAProblem(string name)
    {
        var document = Document(name);
        var text = document.ShippedText.TrimStart();

        Assert.Contains(
            document.Check($$"""{ "colour": 1, {{text[1..]}}"""), problem => problem is { Code: Problem.Invalid, Field: "$.colour" });
    }

    private ISettingsDocument Document(string name) =>
        _bed.Get<IEnumerable<ISettingsDocument>>().Single(document => document.Name == name);
}
