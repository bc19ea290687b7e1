namespace Pipeline.Testing;

/// <summary>A write that Azure Table Storage would refuse.</summary>
public sealed class TableLimitException(string problem) : InvalidOperationException("Azure would refuse this: " + problem);
