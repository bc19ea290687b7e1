using Pipeline.Events;
using Pipeline.Rejected;
using Pipeline.Testing.Docs;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Docs;

/// <summary>The page of the interface names every route and parameter that there is, and no other.</summary>
public sealed class HttpPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/http.md");

    public static TheoryData<string> Private { get; } = [.. PrivateRoutes.Names];

    [Fact]
    public void Page_ListsExactlyTheRoutes()
    {
        var told = Page.Rows().SelectMany(row => MarkdownPage.Marked(row[0]).Take(1))
            .Where(text => text.Contains(" /", StringComparison.Ordinal));

        Assert.Equal(HttpFunction.All.Select(function => function.Text).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_ListsExactlyTheReports() => Assert.Equal(
        PrivateRoutes.Names.Where(name => name.Contains(' ', StringComparison.Ordinal)).Select(name => name.Split(' ')[1]),
        Page.Rows(Page.Section("Routes for reports")).SelectMany(row => MarkdownPage.Marked(row[0]))
            .Where(word => !word.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Private))]
    public async Task Page_OrTheOneItNames_TellsEveryParameterOfARoute(string name)
    {
        using var routes = new PrivateRoutes();
        var function = HttpFunction.All.Single(function => function.Name == name.Split(' ')[0]);
        var own = Page.Rows().Single(row => MarkdownPage.Marked(row[0]) is [var text, ..] && text == function.Text)[1];
        var words = function.Name == "GetReport" ? Cells("docs/reports.md", "Parameters of all reports")
            : name is "ImportCrm" or "ImportTouches" or "ImportCosts" or "ImportTargets" ? Cells("docs/uploads.md", "What is read")
            : own;
        var told = MarkdownPage.Marked(words).Select(word => word.Split('=')[0]).ToHashSet(StringComparer.Ordinal);

        Assert.Empty((await routes.ParametersAsync(name)).Except(told));
    }

    [Fact]
    public void Page_NamesEveryReasonOfARejection()
    {
        var told = MarkdownPage.Marked(Page.Section("Errors") + Page.Section("What could not be accepted"));

        Assert.Empty(ReasonWords.Known.Except(told));
    }

    [Fact]
    public void Page_NamesEveryMemberOfAnEvent_ByItsNameInTheProtocol()
    {
        var told = Page.Rows(Page.Section("The event JSON")).SelectMany(row => MarkdownPage.Marked(row[0])).Distinct();

        Assert.Equal(OpenApi.EventSchemas.Members.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_NamesEveryTypeOfEvent() => Assert.Empty(
        Enum.GetNames<EventType>().Select(name => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name))
            .Except(MarkdownPage.Marked(Page.Section("The event JSON"))));

    private static string Cells(string path, string section)
    {
        var page = MarkdownPage.Read(path);
        return string.Join('\n', page.Rows(page.Section(section)).SelectMany(row => row));
    }
}
