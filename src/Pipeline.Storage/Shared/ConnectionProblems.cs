using Microsoft.Extensions.Configuration;
using Pipeline.Settings;

namespace Pipeline.Storage.Shared;

/// <summary>Tells when there is no storage account to connect to, or its connection string is none.</summary>
/// <param name="configuration">Settings.</param>
internal sealed class ConnectionProblems(IConfiguration configuration) : ISettingsProblems
{
    public IEnumerable<SettingsProblem> Find()
    {
        string? fault = null;
        try
        {
            _ = StorageClients.Queues(configuration, StorageOptions.Connection);
            _ = StorageClients.Tables(configuration, StorageOptions.Connection);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException)
        {
            // A connection string holds a key, and a message of the client may repeat a part of it.
            fault = error is InvalidOperationException && configuration[StorageOptions.Connection] is not { Length: > 0 }
                ? error.Message
                : "is neither a connection string of a storage account nor UseDevelopmentStorage=true.";
        }

        return fault is null ? [] : [new SettingsProblem($"{StorageOptions.Connection}: {fault}", StopsStart: true)];
    }
}
