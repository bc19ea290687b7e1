using Pipeline.Benchmarks.Servers;

namespace Pipeline.Benchmarks.Load;

/// <summary>A request of ten page views beside a request of one, on one local host with Azurite behind, taking turns.</summary>
internal static class BatchLoad
{
    private const int WarmUps = 3;
    private static readonly int[] Connections = [16, 64];

    public static async Task RunAsync(LoadOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var azurite = await LoadStorage.StartAsync(cancellationToken);
        using var one = await Wrk.CreateAsync(PageViews.Batches(events: 1, count: 64), cancellationToken);
        using var ten = await Wrk.CreateAsync(PageViews.Batches(events: 10, count: 64), cancellationToken);
        await using var host = await HostProcess.StartPipelineAsync(azurite.Ports.ConnectionString, isCaptureOnly: true, cancellationToken);
        var runs = await HostRuns.CreateAsync(azurite.Ports.ConnectionString, options.Seconds, cancellationToken);
        for (var run = 0; run < WarmUps; run++)
        {
            await MeasureAsync("warm-up", one, 64);
            await MeasureAsync("warm-up", ten, 64);
        }

        foreach (var connections in Connections)
        {
            var (ones, tens) = (new List<Run>(), new List<Run>());
            for (var round = 0; round < options.Rounds; round++)
            {
                ones.Add(await MeasureAsync("one", one, connections));
                tens.Add(await MeasureAsync("ten", ten, connections));
            }

            report.AddBatch(connections, ones, tens);
        }

        Task<Run> MeasureAsync(string name, Wrk wrk, int connections) =>
            runs.MeasureAsync(name, host, wrk, connections, cancellationToken);
    }
}
