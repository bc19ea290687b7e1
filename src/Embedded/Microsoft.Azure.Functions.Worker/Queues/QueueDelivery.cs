using System.Collections.Frozen;
using System.Globalization;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>One delivery of a message to a function, decoded.</summary>
internal sealed class QueueDelivery(QueueMessage message, BinaryData body)
{
    /// <summary>Names under which a function can ask for the message's metadata.</summary>
    public static readonly FrozenSet<string> MetadataNames = FrozenSet.ToFrozenSet(
        ["dequeueCount", "id", "popReceipt", "insertionTime", "expirationTime", "nextVisibleTime", "queueTrigger"], StringComparer.OrdinalIgnoreCase);

    private string? _text;

    public BinaryData Body { get; } = body;

    public string Text => _text ??= Body.ToString();

    /// <summary>The message as the queue client gives it, with the decoded body.</summary>
    public QueueMessage ToMessage() => QueuesModelFactory.QueueMessage(
        message.MessageId, message.PopReceipt, Body, message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn);

    public string? Metadata(string name) => name.ToUpperInvariant() switch
    {
        "DEQUEUECOUNT" => message.DequeueCount.ToString(CultureInfo.InvariantCulture),
        "ID" => message.MessageId,
        "POPRECEIPT" => message.PopReceipt,
        "INSERTIONTIME" => message.InsertedOn?.ToString("o", CultureInfo.InvariantCulture),
        "EXPIRATIONTIME" => message.ExpiresOn?.ToString("o", CultureInfo.InvariantCulture),
        "NEXTVISIBLETIME" => message.NextVisibleOn?.ToString("o", CultureInfo.InvariantCulture),
        "QUEUETRIGGER" => Text,
        _ => null,
    };

    public Dictionary<string, object?> Metadata() => MetadataNames.ToDictionary(name => name, object? (name) => Metadata(name));
}
