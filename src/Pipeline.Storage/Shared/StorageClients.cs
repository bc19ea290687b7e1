using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Pipeline.Storage.Shared;

/// <summary>
/// Makes the storage clients from the same settings as the functions' triggers: a connection string in <c>{connection}</c>, or
/// <c>{connection}:queueServiceUri</c> and <c>{connection}:tableServiceUri</c> (or <c>{connection}:accountName</c>) with a managed
/// identity, user-assigned when <c>{connection}:clientId</c> names one.
/// </summary>
public static class StorageClients
{
    private const string Queue = "queue";
    private const string Table = "table";

    /// <summary>Options of every queue client: messages are Base64, because that is what the triggers read.</summary>
    public static QueueClientOptions QueueOptions() =>
        new(QueueClientOptions.ServiceVersion.V2021_08_06) { MessageEncoding = QueueMessageEncoding.Base64 };

    /// <summary>Makes the queue client.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="connection">Name of the setting or section.</param>
    /// <param name="options">Options; null means <see cref="QueueOptions"/>.</param>
    /// <exception cref="InvalidOperationException"><see cref="Problems"/> finds something.</exception>
    public static QueueServiceClient Queues(IConfiguration configuration, string connection, QueueClientOptions? options = null)
    {
        options ??= QueueOptions();
        return Text(configuration, connection) is { } text
            ? new QueueServiceClient(text, options)
            : new QueueServiceClient(Address(configuration, connection, Queue), Credential(configuration, connection), options);
    }

    /// <summary>Makes the table client.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="connection">Name of the setting or section.</param>
    /// <exception cref="InvalidOperationException"><see cref="Problems"/> finds something.</exception>
    public static TableServiceClient Tables(IConfiguration configuration, string connection) =>
        Text(configuration, connection) is { } text
            ? new TableServiceClient(text)
            : new TableServiceClient(Address(configuration, connection, Table), Credential(configuration, connection));

    /// <summary>Everything that keeps the clients from being made; no sentence repeats a key.</summary>
    /// <param name="configuration">Settings.</param>
    /// <param name="connection">Name of the setting or section.</param>
    public static IReadOnlyList<string> Problems(IConfiguration configuration, string connection)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var problems = new List<string>();
        if (configuration[connection] is { Length: > 0 } text)
        {
            StorageConnectionString.Read(text, problems);
            return [.. problems.Select(problem => $"{connection} is no usable connection string: {problem}")];
        }

        var missing = new List<string>();
        foreach (var service in new[] { Queue, Table })
        {
            var (name, address) = AddressOf(configuration, connection, service);
            if (address is null)
            {
                missing.Add(name);
            }
            else if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
            {
                // A token may not travel in the clear.
                problems.Add($"{name} gives no absolute https address.");
            }
        }

        if (missing.Count > 0)
        {
            problems.Add(
                $"No storage is configured. Set {connection} to a connection string (UseDevelopmentStorage=true runs Azurite), "
                + $"or {string.Join(" and ", missing)} to the service's address.");
        }

        return problems;
    }

    private static string? Text(IConfiguration configuration, string connection)
    {
        var problems = Problems(configuration, connection);
        return problems.Count > 0 ? throw new InvalidOperationException(string.Join(Environment.NewLine, problems))
            : configuration[connection] is { Length: > 0 } text ? StorageConnectionString.Read(text, [])
            : null;
    }

    private static Uri Address(IConfiguration configuration, string connection, string service) =>
        new(AddressOf(configuration, connection, service).Address!);

    private static (string Name, string? Address) AddressOf(IConfiguration configuration, string connection, string service)
    {
        var section = configuration.GetSection(connection);
        return section[$"{service}ServiceUri"] is { Length: > 0 } address ? ($"{connection}__{service}ServiceUri", address)
            : section["accountName"] is { Length: > 0 } account
                ? ($"{connection}__accountName", $"https://{account}.{service}.core.windows.net")
            : ($"{connection}__{service}ServiceUri", null);
    }

    private static ManagedIdentityCredential Credential(IConfiguration configuration, string connection)
    {
        var clientId = configuration.GetSection(connection)["clientId"];
        return new ManagedIdentityCredential(
            clientId is { Length: > 0 } ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
    }
}
