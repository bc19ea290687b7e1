using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for each message of a storage queue, at least once each and in no promised order.</summary>
/// <param name="queueName">Name of the queue; <c>%setting%</c> is replaced by that setting.</param>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>Name of the queue as written.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>Name of the setting that holds the connection string. Default <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
