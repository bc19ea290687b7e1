using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Testing;
using Pipeline.Testing.Docs;

namespace Pipeline.EndToEndTests.App;

/// <summary>The commands of the README, copied from it, on the real application.</summary>
[Trait("Clock", "Today")]
public sealed class ReadmeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Steps = "Try it in five steps";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Steps_CopiedOneByOne_ShowTheLeadItsPointsItsChannelAndItsCredit()
    {
        var readme = MarkdownPage.Read("README.md");
        var text = readme.Section(Steps);
        var commands = readme.Blocks.Where(block => block.Language == "bash" && text.Contains(block.Text, StringComparison.Ordinal))
            .SelectMany(block => ShellCommand.Parse(block.Text))
            .Where(command => command.Program == "curl")
            .Select(CurlCommand.Parse)
            .ToList();
        await using var app = await PipelineApp.StartAsync(azurite.ConnectionString);

        await VisitAsync(app, text);
        var leads = await Poll.UntilAsync(
            () => RunAsync(app, commands[0]), answer => answer.GetProperty("leads").GetArrayLength() == 1, Patience, () => app.Output);
        var leadId = leads.GetProperty("leads")[0].GetProperty("leadId").GetString()!;
        var ofLead = commands[1].Address.AbsoluteUri.Replace("LEAD_ID", leadId, StringComparison.Ordinal);
        var lead = await RunAsync(app, commands[1] with { Address = new Uri(ofLead) });
        using var rolledUp = await app.Client.SendAsync(commands[2].ToRequest(app.Address));
        var channels = await RunAsync(app, commands[3]);
        var attribution = await RunAsync(app, commands[4]);

        Assert.Equal(5, commands.Count);
        var first = leads.GetProperty("leads")[0].GetProperty("firstTouch");
        Assert.Equal("Organic Social", first.GetProperty("source").GetProperty("channel").GetString());
        Assert.Contains("contact-form", lead.GetProperty("ledger").EnumerateArray().Select(line => line.GetProperty("rule").GetString()));
        Assert.Equal(HttpStatusCode.Accepted, rolledUp.StatusCode);
        Assert.Equal(("Organic Social", 1), RowOf(channels, "visits"));
        Assert.Equal(
            ["first", "last", "linear"],
            attribution.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString()));
        Assert.All(
            attribution.GetProperty("models").EnumerateArray(),
            model => Assert.Equal(("Organic Social", 1), RowOf(model, "credit")));
    }

    // What the browser of the first step sends; the test of the demo site walks it in a real one.
    private static async Task VisitAsync(PipelineApp app, string text)
    {
        var start = text.IndexOf("/demo", StringComparison.Ordinal);
        var page = new Uri(app.Address, text[start..text.IndexOf('>', start)]);
        using var shown = await app.Client.GetAsync(page);
        using var batch = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, "e"));
        batch.Headers.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        batch.Content = JsonContent.Create(new
        {
            v = 1,
            visitor = "readme",
            events = new object[]
            {
                new { id = "readme-1", type = "page_view", url = page.AbsoluteUri },
                new { id = "readme-2", type = "form", form = "contact", fields = new { email = "anna@example.org" } },
            },
        });
        using var sent = await app.Client.SendAsync(batch);

        Assert.InRange((int)shown.StatusCode, 200, 399);
        Assert.Equal(2, (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32());
    }

    private static async Task<JsonElement> RunAsync(PipelineApp app, CurlCommand command)
    {
        using var answer = await app.Client.SendAsync(command.ToRequest(app.Address));
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private static (string? Channel, decimal Number) RowOf(JsonElement report, string number)
    {
        var row = Assert.Single(report.GetProperty("rows").EnumerateArray());
        return (row.GetProperty("channel").GetString(), row.GetProperty(number).GetDecimal());
    }
}
