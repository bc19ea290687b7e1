namespace Pipeline.LocalHost.Functions;

/// <summary>A function of the worker and what starts it.</summary>
/// <param name="Name">The name given by <c>[Function]</c>.</param>
/// <param name="Trigger">What starts it.</param>
internal sealed record HostedFunction(string Name, FunctionTrigger Trigger);
