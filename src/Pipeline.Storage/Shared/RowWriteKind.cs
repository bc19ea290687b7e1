namespace Pipeline.Storage.Shared;

/// <summary>What a <see cref="RowWrite"/> does.</summary>
public enum RowWriteKind
{
    /// <summary>Inserts; refused when the row exists.</summary>
    Insert = 1,

    /// <summary>Replaces whole; refused when the ETag differs or the row is gone.</summary>
    Replace = 2,

    /// <summary>Inserts or replaces whole.</summary>
    Upsert = 3,

    /// <summary>Removes.</summary>
    Remove = 4,
}
