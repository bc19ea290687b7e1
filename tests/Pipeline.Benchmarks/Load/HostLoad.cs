using Pipeline.Benchmarks.Servers;

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
        var runs = await HostRuns.CreateAsync(storage, options.Seconds, cancellationToken);
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

        Task<Run> MeasureAsync(string name, HostProcess host, int connections) =>
            runs.MeasureAsync(name, host, wrk, connections, cancellationToken);
    }
}
