using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sends the returned value to a storage queue: one message, or one for each element of an array; nothing for <see langword="null"/>.</summary>
/// <param name="queueName">Name of the queue; <c>%setting%</c> is replaced by that setting. Created when it is missing.</param>
public sealed class QueueOutputAttribute(string queueName) : OutputBindingAttribute
{
    /// <summary>Name of the queue as written.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>Name of the setting that holds the connection string. Default <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
