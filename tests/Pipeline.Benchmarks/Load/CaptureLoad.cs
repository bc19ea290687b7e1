using Pipeline.Benchmarks.Servers;

namespace Pipeline.Benchmarks.Load;

/// <summary>The application's whole way from socket to queue and back, the queue faked.</summary>
internal static class CaptureLoad
{
    private const int Connections = 64;

    public static async Task RunAsync(LoadBench bench, Report report, CancellationToken cancellationToken)
    {
        await using var instant = await ServerProcess.StartApplicationAsync(bench.Storage, 0, cancellationToken);
        await using var slow = await ServerProcess.StartApplicationAsync(bench.Storage, 2, cancellationToken);
        foreach (var server in new[] { bench.Bare, instant, slow })
        {
            await bench.WarmUpAsync(server, cancellationToken);
        }

        var (bareRuns, instantRuns, slowRuns) = (new List<Run>(), new List<Run>(), new List<Run>());
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            bareRuns.Add(await bench.RunAsync("bare", bench.Bare, Connections, cancellationToken));
            instantRuns.Add(await bench.RunAsync("app", instant, Connections, cancellationToken));
            slowRuns.Add(await bench.RunAsync("app 2 ms", slow, Connections, cancellationToken));
        }

        report.AddCapture(Connections, bareRuns, instantRuns, slowRuns);
    }
}
