using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class DeliveryOrderTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string First = "Once";
    private const string Period = "from=2026-03-01&to=2026-03-06";
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Messages_TwiceAndInReverse_GiveTheSameLeadsByteForByte()
    {
        var messages = await RecordAsync();
        var at = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));

        var once = await PlayAsync(First, [.. messages.Select(message => new[] { message })], at);
        var reversed = await PlayAsync("Reversed", [.. messages.Reverse().Select(message => new[] { message, message })], at);
        var atOnce = await PlayAsync("AtOnce", [[.. messages.Reverse(), .. messages]], at);

        Assert.True(messages.Count >= 8, $"{messages.Count} messages");
        Assert.Equal(3, once.Leads.Count);
        Assert.Equal(once.Leads, reversed.Leads);
        Assert.Equal(once.Leads, atOnce.Leads);
        Assert.Equal(once.Report, reversed.Report);
        Assert.Equal(once.Report, atOnce.Report);
    }

    /// <summary>
    /// Real messages, as capture writes them: what is recorded here is only taken from the queue before a worker takes it.
    /// </summary>
    private async Task<IReadOnlyList<string>> RecordAsync()
    {
        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString, ("Pipeline__Storage__TablePrefix", "Recorded"), ("AzureWebJobs.StitchIdentity.Disabled", "true"));
        await ImportAsync(
            app,
            "phone",
            PageView("p1", 0, "?utm_source=twitter&utm_medium=social&utm_campaign=spring"),
            PageView("p2", 3),
            Engagement("e1", 4, "p2", 95));
        await ImportAsync(
            app, "laptop", PageView("l1", 60 * 24, "?gclid=abc"), PageView("l2", (60 * 24) + 20), PageView("l3", (60 * 24) + 70));
        await ImportAsync(app, "phone", Form("f1", 60 * 30, "ada@example.org", "Ada"));
        await ImportAsync(
            app, "phone", PageView("p3", 60 * 48), PageView("p4", (60 * 48) + 29), Engagement("e2", (60 * 48) + 30, "p4", 300));
        await ImportAsync(app, "laptop", Form("f2", 60 * 50, "ADA@example.org", "Ada L."), PageView("l4", (60 * 50) + 1));
        await ImportAsync(
            app, "shared", PageView("s1", 60 * 52), Form("f3", (60 * 52) + 5, "grace@example.org", "Grace"), PageView("s2", (60 * 52) + 9));
        await ImportAsync(app, "shared", Form("f4", 60 * 53, "edsger@example.org", "Edsger"), PageView("s3", (60 * 53) + 2));

        // The same ids with other contents, as a client may send that repeats itself after a correction.
        await ImportAsync(app, "phone", PageView("p2", 5, "?utm_source=late"), Form("f1", 60 * 31, "ada@example.org", "Ada K."));
        await ImportAsync(app, "laptop", PageView("l0", 55), Engagement("e3", (60 * 24) + 21, "l2", 40));
        using var mail = await app.Client.PostAsync(
            new Uri("forms/newsletter", UriKind.Relative),
            new FormUrlEncodedContent([new("email", "grace@example.org"), new("_id", "f5"), new("_visitor", "tablet")]));
        mail.EnsureSuccessStatusCode();
        Assert.Equal(0, await app.StopAsync());

        var messages = new List<string>();
        var queue = app.Queue(QueueNames.Events);
        while ((await queue.ReceiveMessagesAsync(32)).Value is { Length: > 0 } received)
        {
            messages.AddRange(received.Select(message => message.Body.ToString()));
        }

        await queue.ClearMessagesAsync();
        return messages;
    }

    private async Task<(IReadOnlyList<string> Leads, string Report)> PlayAsync(string prefix, IReadOnlyList<string[]> deliveries, string at)
    {
        if (prefix != First)
        {
            await CopySecretAsync(prefix);
        }

        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString,
            ("Pipeline__Storage__TablePrefix", prefix),
            ("LocalHost__QueueLease", "00:00:10"),
            ("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:01"));
        var queue = app.Queue(QueueNames.Events);
        foreach (var delivery in deliveries)
        {
            await Task.WhenAll(delivery.Select(message => queue.SendMessageAsync(message)));
            await app.DrainAsync();
        }

        var list = await app.GetJsonAsync($"api/leads?at={at}");
        var leads = new List<string>();
        foreach (var lead in list.GetProperty("leads").EnumerateArray())
        {
            leads.Add(await app.GetTextAsync($"api/leads/{lead.GetProperty("leadId").GetString()}?at={at}"));
        }

        var report = new StringBuilder(await app.GetTextAsync($"api/reports/channels?{Period}&at={at}"));
        report.Append(await app.GetTextAsync($"api/reports/attribution?{Period}&at={at}"));
        Assert.Equal(0, await app.StopAsync());
        return (leads, report.ToString());
    }

    /// <summary>Lead ids are made with the deployment's secret; with another one they would differ.</summary>
    private async Task CopySecretAsync(string prefix)
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        await service.CreateTableIfNotExistsAsync(prefix + TableNames.Settings);
        var deployment = await service.GetTableClient(First + TableNames.Settings).GetEntityAsync<TableEntity>("deployment", "deployment");
        await service.GetTableClient(prefix + TableNames.Settings).AddEntityAsync(deployment.Value);
    }

    private static Task<JsonElement> ImportAsync(PipelineApp app, string visitor, params object[] events) =>
        app.ImportAsync(new { v = 1, visitor, events });

    private static object PageView(string id, int minute, string query = "") =>
        new { id, type = "page_view", created = Start.AddMinutes(minute), url = $"https://www.example.org/{id}{query}", title = id };

    private static object Engagement(string id, int minute, string page, double seconds) =>
        new
        {
            id,
            type = "engagement",
            created = Start.AddMinutes(minute),
            url = $"https://www.example.org/{page}",
            page,
            seconds,
            scroll = 80
        };

    private static object Form(string id, int minute, string email, string name) =>
        new { id, type = "form", created = Start.AddMinutes(minute), form = "contact", email, fields = new { name } };
}
