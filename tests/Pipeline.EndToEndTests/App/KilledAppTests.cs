using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class KilledAppTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Visitors = 20;
    private const int BatchesPerVisitor = 9;
    private const int EventsPerBatch = 25;
    private const int PixelsPerVisitor = 25;
    private const int EventsPerVisitor = (BatchesPerVisitor * EventsPerBatch) + PixelsPerVisitor;
    private const int Events = Visitors * EventsPerVisitor;
    private const int Clients = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<Request> _waiting = new(Requests());
    private readonly ConcurrentBag<string> _answered = [];

    public enum Victim
    {
        Worker,
        Host,
        Both,
    }

    [Theory]
    [InlineData(Victim.Worker)]
    [InlineData(Victim.Host)]
    [InlineData(Victim.Both)]
    public async Task Kill_InTheMiddleOf5000Events_LosesNoneAndCountsNoneTwice(Victim victim)
    {
        string output;
        (IReadOnlySet<string> Keys, int Events, IReadOnlyList<int> PageViews) storedBefore;
        await using (var killed = await StartAsync(victim))
        {
            var clients = SendAllAsync(killed);
            await Poll.UntilAsync(
                async () => _answered.Count >= Events / 2
                    && (await killed.Queue(QueueNames.Events).GetPropertiesAsync()).Value.ApproximateMessagesCount > 0,
                Patience,
                () => killed.Output);
            var answeredBefore = _answered.Count;
            await KillAsync(killed, victim);
            await clients;
            output = killed.Output;
            Assert.InRange(answeredBefore, Events / 2, Events - 1);
            storedBefore = await StoredAsync(victim);
            if (victim == Victim.Worker)
            {
                await FinishAsync(killed, victim, storedBefore.Events, output);
                return;
            }
        }

        await using var app = await StartAsync(victim);
        await FinishAsync(app, victim, storedBefore.Events, output);
    }

    private static async Task KillAsync(PipelineApp app, Victim victim)
    {
        if (victim != Victim.Host)
        {
            app.KillWorker();
        }

        if (victim != Victim.Worker)
        {
            await app.KillAsync();
        }
    }

    private async Task FinishAsync(PipelineApp app, Victim victim, int storedBefore, string output)
    {
        await SendAllAsync(app);
        await app.DrainAsync();
        var stored = await StoredAsync(victim);

        // A worker that is started again goes on at once, and may have ended its work by then.
        Assert.InRange(storedBefore, 1, victim == Victim.Worker ? Events : Events - 1);
        var lost = _answered.Where(id => !stored.Keys.Contains(FactKey.Of(id))).ToList();
        Assert.True(lost.Count == 0, $"Lost: {string.Join(", ", lost)}{Environment.NewLine}{output}{Environment.NewLine}{app.Output}");
        Assert.Equal(Events, _answered.Distinct().Count());
        Assert.Equal(Events, stored.Events);
        Assert.Equal(Enumerable.Repeat(EventsPerVisitor, Visitors), stored.PageViews);
        Assert.Equal(0, await app.StopAsync());
    }

    // What the killed host had taken comes back after the lease, which is ten minutes by default.
    private Task<PipelineApp> StartAsync(Victim victim) => PipelineApp.StartAsync(
        azurite.ConnectionString, ("LocalHost__QueueLease", "00:00:05"), ("Pipeline__Storage__TablePrefix", Prefix(victim)));

    private static string Prefix(Victim victim) => "Killed" + victim;

    private Task SendAllAsync(PipelineApp app) => Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => SendUntilRefusedAsync(app)));

    private async Task SendUntilRefusedAsync(PipelineApp app)
    {
        while (_waiting.TryDequeue(out var request))
        {
            try
            {
                if (await SendAsync(app, request))
                {
                    request.Ids.ForEach(_answered.Add);
                    continue;
                }

                _waiting.Enqueue(request);
            }
            catch (HttpRequestException)
            {
                // Not answered, so it may be stored or not: as the tracker script does, the same is sent again to the next process.
                _waiting.Enqueue(request);
                return;
            }
        }
    }

    private static async Task<bool> SendAsync(PipelineApp app, Request request)
    {
        using var message = request.IsPixel
            ? new HttpRequestMessage(
                HttpMethod.Get, new Uri($"p.gif?url=https://www.example.org/pixel&id={request.Ids[0]}", UriKind.Relative))
            : new HttpRequestMessage(HttpMethod.Post, new Uri("e", UriKind.Relative))
            {
                Content = JsonContent.Create(new
                {
                    v = 1,
                    events = request.Ids.Select(id => new { id, type = "page_view", url = "https://www.example.org/script" })
                }),
            };
        message.Headers.Add("Cookie", $"_pl={request.Visitor}");
        using var answer = await app.Client.SendAsync(message);
        if (request.IsPixel)
        {
            return answer.IsSuccessStatusCode;
        }

        answer.EnsureSuccessStatusCode();

        var taken = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return taken.GetProperty("accepted").GetInt32() == request.Ids.Count;
    }

    private async Task<(IReadOnlySet<string> Keys, int Events, IReadOnlyList<int> PageViews)> StoredAsync(Victim victim)
    {
        var keys = new List<string>();
        var pageViews = new List<int>();
        await foreach (var row in new TableClient(azurite.ConnectionString, Prefix(victim) + TableNames.Visitors).QueryAsync<TableEntity>())
        {
            if (row.RowKey.StartsWith("e|", StringComparison.Ordinal))
            {
                keys.Add(row.RowKey[2..]);
            }
            else if (row.RowKey.StartsWith("s|", StringComparison.Ordinal))
            {
                using var state = JsonDocument.Parse(row.GetString("Body") + row.GetString("Body1"));
                pageViews.Add(state.RootElement.GetProperty("visits")
                    .EnumerateArray()
                    .Sum(visit => visit.GetProperty("pageViews").GetInt32()));
            }
        }

        return (keys.ToHashSet(), keys.Count, pageViews);
    }

    /// <summary>The visitors' requests by turns, as they would come from browsers that are open at the same time.</summary>
    private static IEnumerable<Request> Requests()
    {
        var visitors = Enumerable.Range(0, Visitors)
            .Select(number => (Number: number, Id: VisitorIds.FromCandidate(Text(number))))
            .ToList();
        for (var batch = 0; batch < BatchesPerVisitor; batch++)
        {
            foreach (var (number, id) in visitors)
            {
                yield return new Request(
                    id, IsPixel: false, [.. Enumerable.Range(0, EventsPerBatch).Select(i => $"script-{number}-{batch}-{i}")]);
            }

            foreach (var (number, id) in visitors)
            {
                foreach (var i in Enumerable.Range(0, PixelsPerVisitor).Where(i => i % BatchesPerVisitor == batch))
                {
                    yield return new Request(id, IsPixel: true, [$"pixel-{number}-{i}"]);
                }
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Request(string Visitor, bool IsPixel, List<string> Ids);
}
