namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>What starts a function.</summary>
/// <param name="Type">The binding's type, as in function.json.</param>
/// <param name="ParameterName">The parameter that carries the attribute.</param>
internal abstract record FunctionTrigger(string Type, string ParameterName);
