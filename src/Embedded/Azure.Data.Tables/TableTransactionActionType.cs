namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Insert; fails with 409 if the row exists.</summary>
    Add = 0,

    /// <summary>Merge into the stored row, if the ETag fits. Without an ETag it is <see cref="UpsertMerge"/>.</summary>
    UpdateMerge = 1,

    /// <summary>Replace the stored row, if the ETag fits. Without an ETag it is <see cref="UpsertReplace"/>.</summary>
    UpdateReplace = 2,

    /// <summary>Delete; without an ETag any version. Fails with 404 if the row is missing.</summary>
    Delete = 3,

    /// <summary>Insert or merge.</summary>
    UpsertMerge = 4,

    /// <summary>Insert or replace.</summary>
    UpsertReplace = 5,
}
