using Azure.Storage.Queues;
using Pipeline.Benchmarks.Servers;
using Pipeline.Storage.Shared;

namespace Pipeline.Benchmarks.Load;

/// <summary>The application with its real queue in Azurite, on the same cores.</summary>
internal static class DurableLoad
{
    public static async Task RunAsync(LoadBench bench, Report report, CancellationToken cancellationToken)
    {
        await using var application = await ServerProcess.StartApplicationAsync(bench.Storage, putMilliseconds: null, cancellationToken);
        var events = new QueueClient(bench.Storage, QueueNames.Events, StorageClients.QueueOptions());
        await bench.WarmUpAsync(bench.Bare, cancellationToken);
        await bench.WarmUpAsync(application, cancellationToken);
        foreach (var connections in new[] { 64, 256 })
        {
            var (bareRuns, runs) = (new List<Run>(), new List<Run>());
            for (var round = 0; round < bench.Options.Rounds; round++)
            {
                bareRuns.Add(await bench.RunAsync("bare", bench.Bare, connections, cancellationToken));
                await events.ClearMessagesAsync(cancellationToken);
                runs.Add(await bench.RunAsync("durable", application, connections, cancellationToken));
            }

            report.AddDurable(connections, bareRuns, runs);
        }

        await RunSingleAsync(bench, report, application, events, cancellationToken);
    }

    private static async Task RunSingleAsync(
        LoadBench bench, Report report, ServerProcess application, QueueClient events, CancellationToken cancellationToken)
    {
        await using var puts = await SinglePuts.CreateAsync(bench.Storage, cancellationToken);
        var (runs, alone) = (new List<Run>(), new List<double>());
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            alone.Add(await puts.MedianMillisecondsAsync(bench.Options.Seconds, cancellationToken));
            await events.ClearMessagesAsync(cancellationToken);
            runs.Add(await bench.RunAsync("durable", application, 1, cancellationToken));
        }

        report.AddSingle(runs, alone);
    }
}
