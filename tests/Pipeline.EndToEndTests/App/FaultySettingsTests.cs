using System.Net;
using System.Text.Json;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class FaultySettingsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task App_InProductionWithFaultySettings_CapturesAndSaysWhatDoesNotWork()
    {
        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString,
            ("AZURE_FUNCTIONS_ENVIRONMENT", "Production"),
            ("Pipeline__Storage__TablePrefix", "Faulty"),
            ("Pipeline__Reports__MarginPercent", "0"),
            ("Pipeline__TimZone", "UTC"));

        using var pixel = await app.Client.GetAsync(Address("p.gif?url=https%3A%2F%2Fwww.example.org%2F"));
        using var report = await app.Client.GetAsync(Address("api/reports/channels"));
        using var leads = await app.Client.GetAsync(Address("api/leads"));
        using var health = await app.Client.GetAsync(Address("api/health"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (pixel.StatusCode, leads.StatusCode));
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "application/problem+json"),
            (report.StatusCode, report.Content.Headers.ContentType?.MediaType));
        var reason = await ReadAsync(report);
        Assert.StartsWith(
            "Pipeline:Reports:MarginPercent", reason.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal(
            ["Pipeline:Reports:MarginPercent", "Pipeline:TimZone"],
            (await ReadAsync(health)).GetProperty("settings").EnumerateArray().Select(text => text.GetString()!.Split(' ')[0]));
        Assert.Contains("Pipeline:TimZone is not known. Did you mean Pipeline:TimeZone?", app.Output, StringComparison.Ordinal);
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task App_InDevelopmentWithFaultySettings_SaysAllAndDoesNotStart()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => PipelineApp.StartAsync(
            azurite.ConnectionString,
            ("AZURE_FUNCTIONS_ENVIRONMENT", "Development"),
            ("Pipeline__Reports__MarginPercent", "0"),
            ("Pipeline__Imports__MaxRows", "many"),
            ("Pipeline__TimZone", "UTC")));

        Assert.Contains("The application cannot start, settings are not valid:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("  - Pipeline:Imports:MaxRows 'many' is no whole number.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("  - Pipeline:Reports:MarginPercent must be between", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("  - Pipeline:TimZone is not known. Did you mean Pipeline:TimeZone?", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refusal.Message, StringComparison.Ordinal);
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
}
