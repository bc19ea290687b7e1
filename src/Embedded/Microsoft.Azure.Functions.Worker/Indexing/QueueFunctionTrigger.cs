namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>A queue trigger.</summary>
/// <param name="ParameterName">The parameter that carries the attribute.</param>
/// <param name="QueueName">The resolved name.</param>
/// <param name="ConnectionString">The connection string itself.</param>
internal sealed record QueueFunctionTrigger(string ParameterName, string QueueName, string ConnectionString)
    : FunctionTrigger("queueTrigger", ParameterName);
