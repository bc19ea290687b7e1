using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Google.Protobuf;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Queues;

/// <summary>One delivery of a message as a function gets it.</summary>
internal static class QueueDelivery
{
    public static TypedData Input(BinaryData body, bool isBinary) =>
        isBinary ? new TypedData { Bytes = ByteString.CopyFrom(body.ToMemory().Span) } : new TypedData { String = body.ToString() };

    /// <summary>What the host tells of a message besides its text; times as JSON.</summary>
    public static Dictionary<string, TypedData> Metadata(QueueMessage message, BinaryData body) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["QueueTrigger"] = new TypedData { String = body.ToString() },
        ["DequeueCount"] = new TypedData { String = message.DequeueCount.ToString(CultureInfo.InvariantCulture) },
        ["Id"] = new TypedData { String = message.MessageId },
        ["PopReceipt"] = new TypedData { String = message.PopReceipt },
        ["InsertionTime"] = Time(message.InsertedOn),
        ["ExpirationTime"] = Time(message.ExpiresOn),
        ["NextVisibleTime"] = Time(message.NextVisibleOn),
    };

    private static TypedData Time(DateTimeOffset? time) => new() { Json = JsonSerializer.Serialize(time) };
}
