namespace Pipeline.Testing;

/// <summary>What a storage call does.</summary>
public enum StorageCallKind
{
    /// <summary>Reads one row.</summary>
    Get = 1,

    /// <summary>Reads a range of rows.</summary>
    Query = 2,

    /// <summary>Writes one row or one transaction.</summary>
    Write = 3,

    /// <summary>Puts a message.</summary>
    Send = 4,
}
