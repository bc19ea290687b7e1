namespace Pipeline.Imports;

/// <summary>What became of a good row.</summary>
public enum RowOutcome
{
    /// <summary>It says what is known already.</summary>
    Unchanged = 0,

    /// <summary>It is new or changes something.</summary>
    Taken = 1,

    /// <summary>Another row of the same upload says something else about the same, and counts.</summary>
    Replaced = 2,
}
