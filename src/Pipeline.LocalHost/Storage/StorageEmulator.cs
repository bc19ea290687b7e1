namespace Pipeline.LocalHost.Storage;

/// <summary>Starts Azurite unless it already runs.</summary>
internal static class StorageEmulator
{
    /// <summary>Whether a connection string means the emulator on its usual ports.</summary>
    public static bool IsMeantBy(string? connectionString) =>
        connectionString?.Trim().TrimEnd(';').Equals("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase) == true;

    public static async Task<IAsyncDisposable> StartAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        try
        {
            return await AzuriteLauncher.EnsureRunningAsync(progress, cancellationToken);
        }
        catch (AzuriteException exception)
        {
            throw new Settings.StartupException(exception.Message, []);
        }
    }
}
