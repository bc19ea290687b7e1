using Azure.Storage.Queues;
using Pipeline.Benchmarks.Servers;
using Pipeline.Records;
using Pipeline.Storage.Shared;

namespace Pipeline.Benchmarks.Load;

/// <summary>The pixel on the local host with Azurite behind, beside a function that does nothing on another local host, taking turns.</summary>
internal static class HostLoad
{
    private const int WarmUps = 4;
    private static readonly int[] Connections = [16, 64, 256];

    public static async Task RunAsync(LoadOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var azurite = await LoadStorage.StartAsync(cancellationToken);
        var storage = azurite.Ports.ConnectionString;
        using var wrk = await Wrk.CreateAsync(PixelVisits.Create(256), cancellationToken);
        await using var empty = await HostProcess.StartEmptyAsync(storage, cancellationToken);
        await using var pixel = await HostProcess.StartPipelineAsync(storage, isCaptureOnly: true, cancellationToken);
        var events = new QueueClient(storage, QueueNames.Events, StorageClients.QueueOptions());
        await events.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        for (var run = 0; run < WarmUps; run++)
        {
            await MeasureAsync("warm-up", empty, 64);
            await MeasureAsync("warm-up", pixel, 64);
        }

        foreach (var connections in Connections)
        {
            var (emptyRuns, pixelRuns) = (new List<Run>(), new List<Run>());
            for (var round = 0; round < options.Rounds; round++)
            {
                emptyRuns.Add(await MeasureAsync("empty", empty, connections));
                pixelRuns.Add(await MeasureAsync("pixel", pixel, connections));
            }

            report.AddHost(connections, emptyRuns, pixelRuns);
        }

        async Task<Run> MeasureAsync(string name, HostProcess host, int connections)
        {
            await events.ClearMessagesAsync(cancellationToken);
            var before = host.Cpu;
            var client = await wrk.RunAsync(host.Url + "/p.gif", connections, options.Seconds, cancellationToken);
            var cpu = host.Cpu - before;
            var run = new Run(client, cpu, (await events.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount);
            Console.WriteLine(FormattableString.Invariant(
                $"{name,-8} {connections,4} connections {client.RequestsPerSecond,7:0} requests/s, p99 {client.P99Milliseconds,6:0.0} ms, host {run.HostMicroseconds,5:0} µs, worker {run.WorkerMicroseconds,5:0} µs, {run.PutsPerThousand:0.0} puts/1,000 {client.Errors}"));
            return run;
        }
    }
}
