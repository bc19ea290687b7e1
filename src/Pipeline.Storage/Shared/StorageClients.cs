using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Pipeline.Storage.Shared;

/// <summary>
/// Makes the storage clients from the same settings as the functions' triggers: a connection string in <c>{connection}</c>, or
/// <c>{connection}:queueServiceUri</c> and <c>{connection}:tableServiceUri</c> (or <c>{connection}:accountName</c>) with a managed identity,
/// user-assigned when <c>{connection}:clientId</c> names one.
/// </summary>
public static class StorageClients
{
    /// <summary>Options of every queue client: messages are Base64, because that is what the triggers read.</summary>
    public static QueueClientOptions QueueOptions() =>
        new(QueueClientOptions.ServiceVersion.V2021_08_06) { MessageEncoding = QueueMessageEncoding.Base64 };

    /// <summary>Makes the queue client.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="connection">Name of the setting or section.</param>
    /// <param name="options">Options; null means <see cref="QueueOptions"/>.</param>
    /// <exception cref="InvalidOperationException">There is neither a connection string nor an address.</exception>
    public static QueueServiceClient Queues(IConfiguration configuration, string connection, QueueClientOptions? options = null)
    {
        options ??= QueueOptions();
        return configuration[connection] is { Length: > 0 } text
            ? new QueueServiceClient(text, options)
            : new QueueServiceClient(Address(configuration, connection, "queue"), Credential(configuration, connection), options);
    }

    /// <summary>Makes the table client.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="connection">Name of the setting or section.</param>
    /// <exception cref="InvalidOperationException">There is neither a connection string nor an address.</exception>
    public static TableServiceClient Tables(IConfiguration configuration, string connection) =>
        configuration[connection] is { Length: > 0 } text
            ? new TableServiceClient(text)
            : new TableServiceClient(Address(configuration, connection, "table"), Credential(configuration, connection));

    private static Uri Address(IConfiguration configuration, string connection, string service)
    {
        var section = configuration.GetSection(connection);
        if (section[$"{service}ServiceUri"] is { Length: > 0 } address)
        {
            return new Uri(address);
        }

        return section["accountName"] is { Length: > 0 } account
            ? new Uri($"https://{account}.{service}.core.windows.net")
            : throw new InvalidOperationException(
                $"No storage is configured. Set {connection} to a connection string (UseDevelopmentStorage=true runs Azurite), "
                + $"or {connection}__{service}ServiceUri to the service's address.");
    }

    private static ManagedIdentityCredential Credential(IConfiguration configuration, string connection)
    {
        var clientId = configuration.GetSection(connection)["clientId"];
        return new ManagedIdentityCredential(
            clientId is { Length: > 0 } ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
    }
}
