using System.Collections;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker.Queues;

/// <summary>Sends what a function returned to a queue.</summary>
internal sealed class QueueOutput(QueueClient queue, Func<object, object?>? property, bool base64, JsonSerializerOptions json, QueueWakeups wakeups)
{
    public async Task SendAsync(object result, CancellationToken cancellationToken)
    {
        var sent = false;
        foreach (var message in Messages(property is null ? result : property(result)))
        {
            await SendOneAsync(Encode(message), cancellationToken);
            sent = true;
        }

        if (sent)
        {
            wakeups.Notify(queue.Uri);
        }
    }

    private static IEnumerable<object> Messages(object? value) => value switch
    {
        null => [],
        string or byte[] or BinaryData => [value],
        IEnumerable many and not IDictionary => many.Cast<object?>().OfType<object>(),
        _ => [value],
    };

    private async Task SendOneAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await queue.SendMessageAsync(text, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await queue.SendMessageAsync(text, cancellationToken);
        }
    }

    private string Encode(object message)
    {
        var body = message switch
        {
            string text => BinaryData.FromString(text),
            byte[] bytes => BinaryData.FromBytes(bytes),
            BinaryData data => data,
            _ => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), json)),
        };
        return base64 ? Convert.ToBase64String(body.ToMemory().Span) : body.ToString();
    }
}
