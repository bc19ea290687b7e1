namespace Pipeline.Records;

/// <summary>A stored view with the ETag under which it may be overwritten.</summary>
/// <typeparam name="T">View.</typeparam>
/// <param name="Value">The view as stored; null when there is none yet.</param>
/// <param name="ETag">ETag of the stored row; null when there is none yet, and the write must then be an insert.</param>
public readonly record struct Versioned<T>(T? Value, string? ETag)
    where T : class;
