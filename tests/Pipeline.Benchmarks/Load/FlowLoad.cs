using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Queues;
using Pipeline.Benchmarks.Servers;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Benchmarks.Load;

/// <summary>The whole way: events are captured, stitched and scored while they come.</summary>
internal static class FlowLoad
{
    private const int Requests = 400;
    private const int EventsPerRequest = 25;
    private const int EventsPerVisitor = 5;
    private const int Senders = 4;
    private const int MostWaiting = 100;
    private static readonly string[] Queues = [QueueNames.Events, QueueNames.Scores, QueueNames.Rollups];

    public static async Task RunAsync(Report report, CancellationToken cancellationToken)
    {
        await using var azurite = await LoadStorage.StartAsync(cancellationToken);
        var storage = azurite.Ports.ConnectionString;
        await using var host = await HostProcess.StartPipelineAsync(storage, isCaptureOnly: false, cancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        var queues = Queues.Select(name => new QueueClient(storage, name, StorageClients.QueueOptions())).ToList();
        await SendAsync(client, queues, 0, Requests / 10, cancellationToken);
        await DrainAsync(queues, cancellationToken);

        var before = host.Cpu;
        var started = Stopwatch.GetTimestamp();
        await SendAsync(client, queues, Requests / 10, Requests, cancellationToken);
        var captured = Stopwatch.GetElapsedTime(started);
        await DrainAsync(queues, cancellationToken);
        var done = Stopwatch.GetElapsedTime(started);
        const int Events = (Requests - (Requests / 10)) * EventsPerRequest;
        Console.WriteLine(FormattableString.Invariant(
            $"flow     {Events} events captured in {captured.TotalSeconds:0.0} s, scored after {done.TotalSeconds:0.0} s"));
        report.AddFlow(Events, EventsPerVisitor, captured, done, host.Cpu - before);
    }

    private static async Task SendAsync(
        HttpClient client, List<QueueClient> queues, int first, int end, CancellationToken cancellationToken)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number && number < end)
            {
                // What storage cannot take just now is sent again, as every client does.
                while (!await TrySendAsync(client, number, cancellationToken))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
                }

                await WaitAsync(queues, MostWaiting, cancellationToken);
            }
        }));
    }

    private static async Task<bool> TrySendAsync(HttpClient client, int number, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("api/events", UriKind.Relative), Batch(number), cancellationToken);
        return answer.StatusCode != HttpStatusCode.ServiceUnavailable && answer.EnsureSuccessStatusCode().IsSuccessStatusCode;
    }

    // One visitor's last event names an address, so that every visitor becomes a lead that is scored.
    private static object Batch(int number) => new
    {
        v = 1,
        events = Enumerable.Range(0, EventsPerRequest).Select(i =>
        {
            var visitor = string.Create(CultureInfo.InvariantCulture, $"flow {number} {i / EventsPerVisitor}");
            var id = string.Create(CultureInfo.InvariantCulture, $"flow-{number}-{i}");
            return i % EventsPerVisitor == EventsPerVisitor - 1
                ? JsonSerializer.SerializeToElement(
                    new { id, type = "form", form = "contact", visitor, email = $"{id}@example.org", url = "https://www.example.org/contact" })
                : JsonSerializer.SerializeToElement(new
                {
                    id,
                    type = "page_view",
                    visitor,
                    url = string.Create(CultureInfo.InvariantCulture, $"https://www.example.org/page/{i}")
                });
        }),
    };

    private static Task DrainAsync(List<QueueClient> queues, CancellationToken cancellationToken) =>
        WaitAsync(queues, 0, cancellationToken);

    private static async Task WaitAsync(List<QueueClient> queues, int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            var waiting = 0;
            foreach (var queue in queues)
            {
                waiting += (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
            }

            if (waiting <= most)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }
}
