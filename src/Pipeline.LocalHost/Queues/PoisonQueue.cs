using Azure;
using Azure.Storage.Queues.Models;

namespace Pipeline.LocalHost.Queues;

/// <summary>Where messages go that a function cannot take; made when first needed. They live seven days there.</summary>
internal sealed class PoisonQueue(QueueClients clients, string connectionString, string queueName)
{
    private const string Suffix = "-poison";
    private const int MaxNameLength = 63;

    public string Name { get; } = queueName + Suffix;

    /// <summary>A poison queue has none itself, nor has a queue whose name leaves no room.</summary>
    public bool Exists { get; } = !queueName.EndsWith(Suffix, StringComparison.Ordinal)
        && queueName.Length + Suffix.Length <= MaxNameLength;

    public async Task AddAsync(BinaryData body, CancellationToken cancellationToken)
    {
        var queue = clients.Get(connectionString, Name);
        try
        {
            await queue.SendMessageAsync(body, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await queue.SendMessageAsync(body, cancellationToken: cancellationToken);
        }
    }
}
