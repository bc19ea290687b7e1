using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Queues.Models;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed partial class PoisonTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Message_OneVisitorAlwaysFails_EndsAsPoisonAfterItsTriesAndTheOthersAreStored()
    {
        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString,
            ("AzureWebJobs.KeepPoisonEvents.Disabled", "true"),
            ("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "3"),
            ("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:01"));
        var failing = VisitorIds.FromCandidate("failing");
        var visitors = new TableClient(azurite.ConnectionString, TableNames.Visitors);
        await visitors.AddEntityAsync(new TableEntity(failing, $"s|{failing}") { ["Body"] = "{ no JSON" });

        await app.ImportAsync(new
        {
            v = 1,
            events = new[]
            {
                PageView("good-1", "first"), PageView(
                    "bad-1", "failing"), PageView("good-2", "second"), PageView("bad-2", "failing"), PageView("good-3", "first"),
            },
        });
        var poison = await Poll.UntilAsync(() => ReceivePoisonAsync(app), message => message is not null, Patience, () => app.Output);
        await app.DrainAsync();

        Assert.Equal(["bad-1", "bad-2"], EventMessageJson.Parse(poison!.Body).Events.Select(captured => captured.Id));
        if (await ReceivePoisonAsync(app) is { } again)
        {
            // At least once, says the queue: on a busy machine a message may be moved twice. Another is never among the poison.
            Assert.Equal(poison.Body.ToString(), again.Body.ToString());
        }

        Assert.Equal(["good-1", "good-2", "good-3"], await StoredIdsAsync(visitors));
        var failures = FailedTry().Matches(app.Output);
        Assert.Equal(Enumerable.Range(1, Tries), failures.Select(failure => int.Parse(failure.Groups["try"].Value, null)));
        Assert.Single(failures.Select(failure => failure.Groups["message"].Value).Distinct());
        Assert.Equal(0, await app.StopAsync());
    }

    private static object PageView(string id, string visitor) => new { id, type = "page_view", url = "https://www.example.org/", visitor };

    private static async Task<QueueMessage?> ReceivePoisonAsync(PipelineApp app)
    {
        var queue = app.Queue(QueueNames.Events + "-poison");
        if (!await queue.ExistsAsync() || (await queue.ReceiveMessageAsync()).Value is not { } message)
        {
            return null;
        }

        // Left there it would come again after its lease, and on a busy machine be taken for another.
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return message;
    }

    private static async Task<IEnumerable<string>> StoredIdsAsync(TableClient visitors)
    {
        var ids = new List<string>();
        await foreach (var row in visitors.QueryAsync<TableEntity>())
        {
            if (row.RowKey.StartsWith("e|", StringComparison.Ordinal))
            {
                using var body = JsonDocument.Parse(row.GetString("Body")!);
                ids.Add(body.RootElement.GetProperty("id").GetString()!);
            }
        }

        return ids.Order();
    }

    [GeneratedRegex(@"StitchIdentity failed on message (?<message>\S+), try (?<try>\d+) of 3")]
    private static partial Regex FailedTry();
}
