namespace Pipeline.Testing;

/// <summary>One storage call.</summary>
/// <param name="Target">Table or queue, without prefix.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Detail">Keys of the rows that it asks for or writes, for messages and hooks.</param>
public sealed record StorageCall(string Target, StorageCallKind Kind, string Detail);
