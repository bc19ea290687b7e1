using Pipeline.LocalHost.Storage;

namespace Pipeline.Benchmarks.Load;

/// <summary>An Azurite for a run of benchmarks, on free ports and with data of its own.</summary>
internal static class LoadStorage
{
    public static async Task<AzuriteServer> StartAsync(CancellationToken cancellationToken)
    {
        var installation = await new AzuriteInstaller(AzuriteFolder.Default).InstallAsync(Console.Out, cancellationToken);
        var data = Path.Combine(Path.GetTempPath(), "pipeline-benchmarks-" + Path.GetRandomFileName());
        return await AzuriteServer.StartAsync(installation, AzuritePorts.Free, data, cancellationToken);
    }
}
