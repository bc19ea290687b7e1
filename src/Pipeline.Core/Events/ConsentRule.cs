namespace Pipeline.Events;

/// <summary>What capture may do before a visitor has decided.</summary>
public enum ConsentRule
{
    /// <summary>An undecided visitor gets a cookie and is captured until it refuses.</summary>
    Optional = 0,

    /// <summary>An undecided visitor counts as one that refused, until it grants.</summary>
    Required = 1,
}
