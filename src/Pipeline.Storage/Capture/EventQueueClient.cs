using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Pipeline.Storage.Capture;

/// <summary>Makes the client of capture's queue from the host's own storage settings.</summary>
public static class EventQueueClient
{
    private const string Connection = "AzureWebJobsStorage";

    /// <summary>
    /// Makes the client: with the connection string <c>AzureWebJobsStorage</c> if there is one, else with
    /// <c>AzureWebJobsStorage__queueServiceUri</c> or <c>AzureWebJobsStorage__accountName</c> and the app's identity
    /// (<c>AzureWebJobsStorage__clientId</c> for a user-assigned one).
    /// </summary>
    /// <param name="configuration">The app's settings.</param>
    /// <param name="queueName">Name of the queue.</param>
    /// <exception cref="InvalidOperationException">None of the settings is there.</exception>
    public static QueueClient Create(IConfiguration configuration, string queueName)
    {
        var options = Options();
        if (configuration[Connection] is { Length: > 0 } connectionString)
        {
            return new QueueClient(connectionString, queueName, options);
        }

        var account = configuration.GetSection(Connection);
        var service = account["queueServiceUri"]
            ?? (account["accountName"] is { } name ? $"https://{name}.queue.core.windows.net" : null)
            ?? throw new InvalidOperationException(
                $"Setting {Connection} is missing: give a connection string, or {Connection}__queueServiceUri for an identity.");
        var credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = account["clientId"] });
        return new QueueClient(new Uri($"{service.TrimEnd('/')}/{queueName}"), credential, options);
    }

    private static QueueClientOptions Options() => new(QueueClientOptions.ServiceVersion.V2021_08_06)
    {
        MessageEncoding = QueueMessageEncoding.Base64,

        // Group commit retries, within two seconds in all; one hung connection must leave time for another try.
        Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(1) },
    };
}
