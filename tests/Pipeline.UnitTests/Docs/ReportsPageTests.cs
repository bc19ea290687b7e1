using Pipeline.Attribution.Models;
using Pipeline.Reporting.Explanations;
using Pipeline.Testing.Docs;

namespace Pipeline.UnitTests.Docs;

/// <summary>The page of reports has a formula for every number that a report can be asked about.</summary>
public sealed class ReportsPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/reports.md");

    [Theory]
    [InlineData("Channels", nameof(ReportCells.Channels))]
    [InlineData("Funnel", nameof(ReportCells.Funnel))]
    [InlineData("Runway", nameof(ReportCells.Runway))]
    [InlineData("Nurture", nameof(ReportCells.Nurture))]
    [InlineData("Paths", nameof(ReportCells.Paths))]
    [InlineData("Insights", nameof(ReportCells.Insights))]
    [InlineData("Quality", nameof(ReportCells.Quality))]
    public void Section_ListsExactlyTheNumbersOfItsReport(string section, string cells)
    {
        var numbers = ((ReportCells)typeof(ReportCells).GetProperty(cells)!.GetValue(null)!).Numbers;
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
}
