namespace Pipeline.LocalHost.Storage;

/// <summary>Gives <c>dotnet run</c> a storage emulator on the ports that <c>UseDevelopmentStorage=true</c> means.</summary>
public static class AzuriteLauncher
{
    /// <summary>
    /// Uses the Azurite that is running, or installs (once) and starts one that keeps its data in <see cref="AzuriteFolder.Default"/>.
    /// A started one survives a killed app; the next call finds it again and takes it over.
    /// </summary>
    /// <param name="progress">Gets a line for every step that takes time.</param>
    /// <param name="cancellationToken">Gives up; what was started is stopped.</param>
    /// <returns>
    /// A handle to dispose after the app's last storage call. It stops the Azurite that was started here, now or by an earlier app, unless
    /// another app still uses it; one that the developer started is left alone.
    /// </returns>
    /// <exception cref="AzuriteException">
    /// Node.js is missing, the installation failed, a port is taken by something else, or Azurite did not start.
    /// </exception>
    public static Task<IAsyncDisposable> EnsureRunningAsync(TextWriter progress, CancellationToken cancellationToken) =>
        new LocalAzurite(AzuriteFolder.Default, AzuritePorts.Default, new AzuriteInstaller(AzuriteFolder.Default))
            .EnsureRunningAsync(progress, cancellationToken);
}
