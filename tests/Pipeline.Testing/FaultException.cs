namespace Pipeline.Testing;

/// <summary>One storage call failed for a passing reason; the process lives on.</summary>
public sealed class FaultException(string message) : Exception(message);
