namespace Pipeline.LocalHost.Functions;

/// <summary>What starts a function.</summary>
/// <param name="Type">The binding's type, as in function.json.</param>
/// <param name="ParameterName">The parameter that gets the input.</param>
internal abstract record FunctionTrigger(string Type, string ParameterName);
