namespace Azure.Data.Tables;

/// <summary>What an update does to stored properties that the new row does not name.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay. A property that is null in the new row stays as stored, too.</summary>
    Merge = 0,

    /// <summary>They go: the stored row is replaced.</summary>
    Replace = 1,
}
