using Microsoft.Extensions.DependencyInjection;
using Pipeline.Attribution.Models;
using Pipeline.Reports;
using Pipeline.Testing.Docs;
using Pipeline.UnitTests.Settings;

namespace Pipeline.UnitTests.Docs;

/// <summary>The page of reports has a formula for every number that a report can be asked about.</summary>
public sealed class ReportsPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/reports.md");

    // What attribution opens are the numbers of channels, and its section says so.
    public static TheoryData<string> Reports { get; } = [.. Names().Where(name => name != "attribution")];

    [Theory]
    [MemberData(nameof(Reports))]
    public void Section_ListsExactlyTheNumbersOfItsReport(string report)
    {
        using var services = Composition.Of();
        var numbers = services.GetRequiredService<ReportKinds>().Find(report)!.Numbers.Names;
        var section = char.ToUpperInvariant(report[0]) + report[1..];
        var told = Page.Rows(Page.Section(section)).SelectMany(row => MarkdownPage.Marked(row[0])).ToList();

        Assert.Equal(numbers.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        Assert.All(Page.Rows(Page.Section(section)), row => Assert.NotEmpty(row[1]));
    }

    [Fact]
    public void Models_AreListed_InTheOrderInWhichReportsShowThem()
    {
        var rows = Page.Rows(Page.Section("Attribution models"));

        Assert.Equal(AttributionModels.Names, rows.SelectMany(row => MarkdownPage.Marked(row[0])).Take(AttributionModels.Names.Count));
    }

    private static IReadOnlyList<string> Names()
    {
        using var services = Composition.Of();
        return [.. services.GetRequiredService<ReportKinds>().Names];
    }
}
