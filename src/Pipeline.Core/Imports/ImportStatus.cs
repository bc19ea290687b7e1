namespace Pipeline.Imports;

/// <summary>What became of an upload as a whole.</summary>
public enum ImportStatus
{
    /// <summary>It was read; the result tells what became of each row.</summary>
    Read = 0,

    /// <summary>It cannot be read, or its parameters are wrong; nothing was written.</summary>
    Unusable = 1,

    /// <summary>It is longer, or has more rows, than allowed; nothing was written.</summary>
    TooLarge = 2,
}
