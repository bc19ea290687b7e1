using System.Diagnostics;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Capture;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Storage.Capture;
using Pipeline.Storage.Shared;

namespace Pipeline.Benchmarks.Load;

/// <summary>Group commit in this process with Azurite behind: how many callers share a put.</summary>
internal static class CommitLoad
{
    private const int EventsPerCaller = 200;
    private static readonly int[] Callers = [64, 256];

    public static async Task RunAsync(LoadOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var azurite = await LoadStorage.StartAsync(cancellationToken);
        var storage = azurite.Ports.ConnectionString;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCapture().AddLogging()
            .AddSingleton<IEventQueue>(new StorageEventQueue(client => new QueueClient(storage, QueueNames.Events, client)));
        using var host = builder.Build();
        var commit = host.Services.GetRequiredService<GroupCommit>();
        var events = new QueueClient(storage, QueueNames.Events, StorageClients.QueueOptions());
        await events.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        foreach (var callers in Callers)
        {
            var rounds = new List<(double PutsPerThousand, double EventsPerSecond)>();
            for (var round = 0; round < options.Rounds; round++)
            {
                await events.ClearMessagesAsync(cancellationToken);
                var started = Stopwatch.GetTimestamp();
                await Task.WhenAll(Enumerable
                    .Range(0, callers)
                    .Select(caller => Task.Run(() => CallAsync(commit, caller), cancellationToken)));
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                var puts = (await events.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
                var count = callers * EventsPerCaller;
                rounds.Add((1000.0 * puts / count, count / seconds));
                Console.WriteLine(FormattableString.Invariant(
                    $"commit   {callers,4} callers {count / seconds,7:0} events/s, {1000.0 * puts / count:0.0} puts/1,000"));
            }

            report.AddCommit(callers, rounds);
        }
    }

    private static async Task CallAsync(GroupCommit commit, int caller)
    {
        for (var i = 0; i < EventsPerCaller; i++)
        {
            using var encoded = EncodedEvents.Rent();
            encoded.TryAdd(new CapturedEvent
            {
                Id = FormattableString.Invariant($"commit-{caller}-{i}-{new string('e', 10)}"),
                Type = EventType.PageView,
                VisitorId = new string('a', 26),
                OccurredAt = DateTimeOffset.UnixEpoch,
                ReceivedAt = DateTimeOffset.UnixEpoch,
                Url = "https://www.moebel-beispiel.de/" + new string('u', 300),
            });
            if (!await commit.CommitAsync(encoded))
            {
                throw new InvalidOperationException("An event was not stored.");
            }
        }
    }
}
