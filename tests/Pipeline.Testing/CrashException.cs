namespace Pipeline.Testing;

/// <summary>The process died here, as far as the code under test can tell.</summary>
public sealed class CrashException(string message) : Exception(message);
