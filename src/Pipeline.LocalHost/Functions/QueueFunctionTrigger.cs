namespace Pipeline.LocalHost.Functions;

/// <summary>A queue trigger.</summary>
/// <param name="ParameterName">The parameter that gets the message.</param>
/// <param name="QueueName">The resolved name.</param>
/// <param name="ConnectionString">The connection string itself.</param>
/// <param name="IsBinary">Whether the parameter takes bytes; otherwise text.</param>
internal sealed record QueueFunctionTrigger(string ParameterName, string QueueName, string ConnectionString, bool IsBinary)
    : FunctionTrigger("queueTrigger", ParameterName);
