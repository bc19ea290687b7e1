using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class SettingsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Rules_ChangedOverTheInterface_MoveTheScoreAsPreviewedAndARollbackMovesItBack()
    {
        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString, ("Pipeline__Storage__TablePrefix", "Settings"), ("Pipeline__RulesDelay", "00:00:02"),
            ("Pipeline__LinkHosts__0", "www.example.org"));
        var (linksStored, _) = await SendAsync(
            app,
            HttpMethod.Put,
            "api/settings/links?activate=true",
            """{ "version": 1, "links": [{ "name": "fair", "target": "https://www.example.org/offer", "campaign": { "source": "fair" } }] }""");
        using var redirected = await app.Client.GetAsync(Address("c/fair"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Found), (linksStored, redirected.StatusCode));
        Assert.Equal("https://www.example.org/offer?utm_source=fair", redirected.Headers.Location!.OriginalString);
        await app.ImportAsync(new
        {
            v = 1,
            events = new object[]
            {
                new { id = "s1", type = "page_view", url = "https://www.example.org/pricing", visitor = "settings" },
                new { id = "s2", type = "form", form = "newsletter", url = "https://www.example.org/", visitor = "settings", email = "ada@example.org" },
            },
        });
        var before = await ScoreAsync(app, score => score > 0);

        var shipped = await app.Client.GetAsync(Address("api/settings/scoring"));
        var rules = JsonNode.Parse(await shipped.Content.ReadAsStringAsync())!;
        var pricing = rules["rules"]!.AsArray().Single(rule => (string)rule!["id"]! == "pricing-page")!;
        pricing["points"] = (double)pricing["points"]! + 3;
        Assert.Equal("\"0\"", shipped.Headers.ETag!.Tag);

        var (previewStatus, preview) = await SendAsync(app, HttpMethod.Post, "api/settings/scoring/preview", rules.ToJsonString());
        Assert.Equal(
            (HttpStatusCode.OK, 1, 1), (previewStatus, preview.GetProperty("changed").GetInt32(), preview.GetProperty("up").GetInt32()));

        var (refused, problem) = await SendAsync(app, HttpMethod.Put, "api/settings/scoring", """{ "version": 2 }""");
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Contains("$.rules", problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()));

        var (stored, state) = await SendAsync(
            app, HttpMethod.Put, "api/settings/scoring?activate=true&actor=olga", rules.ToJsonString(), "\"0\"");
        Assert.Equal((HttpStatusCode.OK, 1), (stored, state.GetProperty("version").GetInt32()));
        var (slower, _) = await SendAsync(app, HttpMethod.Put, "api/settings/scoring", rules.ToJsonString(), "\"0\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, slower);

        var after = await ScoreAsync(app, score => score > before + 2.9m);
        Assert.Equal(before + 3, after);
        await Poll.UntilAsync(
            async () => (await app.GetJsonAsync("api/settings")).GetProperty("rescore"),
            job => job.TryGetProperty("finishedAt", out _),
            Patience,
            () => app.Output);

        var (taken, back) = await SendAsync(app, HttpMethod.Post, "api/settings/scoring/rollback", "");
        Assert.Equal((HttpStatusCode.OK, 0), (taken, back.GetProperty("version").GetInt32()));
        Assert.Equal(before, await ScoreAsync(app, score => score < after - 2.9m));
        var history = await app.GetJsonAsync("api/settings/scoring/history");
        Assert.Equal(
            [1, 0], history.GetProperty("activations").EnumerateArray().Select(activation => activation.GetProperty("version").GetInt32()));
        Assert.Equal(0, await app.StopAsync());
    }

    // What was scored today decays by less than a cent in the minute that this takes, and is compared without cents.
    private static async Task<decimal> ScoreAsync(PipelineApp app, Func<decimal, bool> satisfies) => Math.Round(
        await Poll.UntilAsync(
            async () =>
            {
                var leads = (await app.GetJsonAsync("api/leads")).GetProperty("leads");
                return leads.GetArrayLength() == 0
                    ? 0
                    : decimal.Parse(leads[0].GetProperty("score").GetRawText(), CultureInfo.InvariantCulture);
            },
            satisfies,
            Patience,
            () => app.Output),
        0);

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(
        PipelineApp app, HttpMethod method, string path, string body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(
            method, Address(path))
        { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);
}
