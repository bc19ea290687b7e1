using Pipeline.LocalHost.Storage;
using Pipeline.Benchmarks.Servers;

namespace Pipeline.Benchmarks.Load;

/// <summary>What every load run needs: the load generator, storage, and bare Kestrel to compare with.</summary>
internal sealed class LoadBench : IAsyncDisposable
{
    private const int WarmUpSeconds = 3;
    private const int MaxWarmUps = 8;
    private const int FewMethods = 25;

    private readonly Wrk _wrk;
    private readonly AzuriteServer _azurite;

    private LoadBench(LoadOptions options, Wrk wrk, AzuriteServer azurite, ServerProcess bare) =>
        (Options, _wrk, _azurite, Bare) = (options, wrk, azurite, bare);

    public LoadOptions Options { get; }

    public ServerProcess Bare { get; }

    public string Storage => _azurite.Ports.ConnectionString;

    public static async Task<LoadBench> StartAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        var wrk = await Wrk.CreateAsync(PixelVisits.Create(256), cancellationToken);
        var installation = await new AzuriteInstaller(AzuriteFolder.Default).InstallAsync(Console.Out, cancellationToken);
        var data = Path.Combine(Path.GetTempPath(), "pipeline-benchmarks-" + Path.GetRandomFileName());
        var azurite = await AzuriteServer.StartAsync(installation, AzuritePorts.Free, data, cancellationToken);
        return new LoadBench(options, wrk, azurite, await ServerProcess.StartBareAsync(cancellationToken));
    }

    /// <summary>Lets the compiler do its work before anything is measured: until hardly any method is compiled anew.</summary>
    public async Task WarmUpAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        for (var run = 0; run < MaxWarmUps; run++)
        {
            var before = await server.ReadStatsAsync(cancellationToken);
            await _wrk.RunAsync(server.Url + "/p.gif", server.Id, 32, WarmUpSeconds, cancellationToken);
            if ((await server.ReadStatsAsync(cancellationToken) - before).CompiledMethods < FewMethods)
            {
                break;
            }
        }
    }

    /// <summary>One measured run.</summary>
    public async Task<Run> RunAsync(string name, ServerProcess server, int connections, CancellationToken cancellationToken)
    {
        var before = await server.ReadStatsAsync(cancellationToken);
        var client = await _wrk.RunAsync(server.Url + "/p.gif", server.Id, connections, Options.Seconds, cancellationToken);
        var run = new Run(client, await server.ReadStatsAsync(cancellationToken) - before);
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-8} {connections,4} connections {client.RequestsPerSecond,8:0} requests/s, p50 {client.MedianMilliseconds,6:0.00} ms, p99 {client.P99Milliseconds,6:0.00} ms, user {run.UserMicroseconds,6:0.0} µs, all {run.CpuMicroseconds,6:0.0} µs, {run.AllocatedBytes,6:0} B, {run.Server.Collections} GCs, {PutsOf(run)}{client.Errors}"));
        return run;
    }

    private static string PutsOf(Run run) => run.Server.Puts == 0 ? ""
        : FormattableString.Invariant($"{run.PutsPerThousand:0.0} puts/1,000 ");

    public async ValueTask DisposeAsync()
    {
        await Bare.DisposeAsync();
        await _azurite.DisposeAsync();
        _wrk.Dispose();
    }
}
