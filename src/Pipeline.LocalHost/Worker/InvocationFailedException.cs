namespace Pipeline.LocalHost.Worker;

/// <summary>A function failed; the message is what the worker says of it.</summary>
internal sealed class InvocationFailedException(string message) : Exception(message);
