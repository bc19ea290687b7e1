using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pipeline.Testing;
using Pipeline.Time;

namespace Pipeline.BrowserTests;

[Collection("browser")]
[Trait("Clock", "Today")]
public sealed partial class DemoJourneyTests(BrowserFixture browser, AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan LeadPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RollupPatience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Visitor_FromAPostWhoSendsTheForm_IsAScoredLeadOfThatChannel()
    {
        // Around today in every time zone, also when midnight passes meanwhile, and never a whole month.
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var period = $"from={LocalTime.Text(today.AddDays(-2))}&to={LocalTime.Text(today.AddDays(2))}";
        await using var app = await PipelineApp.StartAsync(azurite.ConnectionString);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync($"{app.Address}demo?utm_source=twitter&utm_medium=social&utm_campaign=spring");

        // A reader stays until the page's view has arrived; of two pages within one slow request the second may seem the first.
        await TestBed.ScriptRunsAsync(page);
        await TestBed.ConfirmedAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Book a test ride" }).ClickAsync();
        await page.GetByLabel("Your name").FillAsync("Ada Lovelace");
        await page.GetByLabel("Company").FillAsync("Analytical Engines");
        await page.GetByLabel("E-mail").FillAsync("Ada@Example.org");
        await page.GetByLabel("You may use").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Thank you" }).WaitForAsync();

        var lead = await Poll.UntilAsync(() => FindLeadAsync(app), IsComplete, LeadPatience, () => app.Output);
        AssertLead(lead);

        await app.RunAsync("RollUpDay");
        await Poll.UntilAsync(() => Task.FromResult(RolledUp(app)), sum => sum == (1, 1), RollupPatience, () => app.Output);
        await AssertReportsAsync(app, period);
        Assert.Equal(0, await app.StopAsync());
    }

    private static async Task<JsonElement> FindLeadAsync(PipelineApp app)
    {
        var leads = (await app.GetJsonAsync("api/leads")).GetProperty("leads");
        return leads.GetArrayLength() == 0 ? default : await app.GetJsonAsync($"api/leads/{leads[0].GetProperty("leadId").GetString()}");
    }

    private static bool IsComplete(JsonElement lead) => lead.ValueKind == JsonValueKind.Object && Kinds(lead).Count() == 3;

    /// <summary>Kinds of the journey's events in their order, each event once and engagement left out.</summary>
    private static IEnumerable<string> Kinds(JsonElement lead) => lead.GetProperty("journey").EnumerateArray()
        .SelectMany(touch => touch.GetProperty("events").EnumerateArray())
        .DistinctBy(item => item.GetProperty("id").GetString())
        .Select(item => item.GetProperty("type").GetString()!)
        .Where(type => type != "engagement");

    private static void AssertLead(JsonElement lead)
    {
        Assert.Equal(["page_view", "page_view", "form"], Kinds(lead));
        var summary = lead.GetProperty("lead");
        Assert.Equal("ada@example.org", summary.GetProperty("email").GetString());
        Assert.Equal("Analytical Engines", summary.GetProperty("fields").GetProperty("company").GetString());
        var source = summary.GetProperty("firstTouch").GetProperty("source");
        Assert.Equal("Organic Social", source.GetProperty("channel").GetString());
        Assert.Equal("twitter", source.GetProperty("source").GetString());
        Assert.Equal("spring", source.GetProperty("campaign").GetString());
        var score = summary.GetProperty("score").GetDecimal();
        Assert.True(score > 0, $"score {score}");
        Assert.Equal(score, lead.GetProperty("ledger").EnumerateArray().Sum(line => line.GetProperty("points").GetDecimal()));
    }

    /// <summary>Sum of the days rolled up: the visit and its conversion may lie on both sides of midnight.</summary>
    private static (int Visits, int Conversions) RolledUp(PipelineApp app)
    {
        var days = RolledUpDay().Matches(app.Output).GroupBy(line => line.Groups["day"].Value).Select(lines => lines.Last()).ToList();
        return (days.Sum(line => Number(line, "visits")), days.Sum(line => Number(line, "conversions")));
    }

    private static int Number(Match line, string name) => int.Parse(line.Groups[name].Value, CultureInfo.InvariantCulture);

    private static async Task AssertReportsAsync(PipelineApp app, string period)
    {
        var channels = await app.GetJsonAsync($"api/reports/channels?{period}");
        var row = Assert.Single(channels.GetProperty("rows").EnumerateArray());
        Assert.Equal("Organic Social", row.GetProperty("channel").GetString());
        Assert.Equal((1, 1m), (row.GetProperty("visits").GetInt32(), row.GetProperty("leads").GetDecimal()));

        var models = (await app.GetJsonAsync($"api/reports/attribution?{period}")).GetProperty("models").EnumerateArray().ToList();
        Assert.Superset(
            new HashSet<string?> { "first", "last", "linear" }, models.Select(model => model.GetProperty("model").GetString()).ToHashSet());

        // Two models divide whole months between channels; what they do not say, they explain.
        var whole = models.ToLookup(model => model.GetProperty("attributed").ValueKind == JsonValueKind.Null);
        Assert.Equal(["markov", "shapley"], whole[true].Select(model => model.GetProperty("model").GetString()).Order());
        Assert.All(
            whole[true],
            model => Assert.Contains("whole calendar months", model.GetProperty("note").GetString(), StringComparison.Ordinal));
        Assert.Equal(10, whole[false].Count());
        Assert.All(whole[false], model =>
        {
            Assert.Equal(1m, model.GetProperty("converted").GetDecimal());
            Assert.Equal(1m, model.GetProperty("attributed").GetDecimal());
            Assert.Equal(1m, model.GetProperty("rows").EnumerateArray().Sum(credit => credit.GetProperty("credit").GetDecimal()));
        });
    }

    [GeneratedRegex(@"Rolled up (?<day>\S+): (?<visits>\d+) visits, (?<conversions>\d+) conversions\.")]
    private static partial Regex RolledUpDay();
}
