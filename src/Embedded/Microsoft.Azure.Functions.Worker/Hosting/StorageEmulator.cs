using Embedded.Azurite;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Starts Azurite unless it already runs.</summary>
internal static class StorageEmulator
{
    public static async Task<IAsyncDisposable> StartAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        try
        {
            return await AzuriteLauncher.EnsureRunningAsync(progress, cancellationToken);
        }
        catch (AzuriteException exception)
        {
            throw new Configuration.StartupException(exception.Message, []);
        }
    }
}
