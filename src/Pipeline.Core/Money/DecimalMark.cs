namespace Pipeline.Money;

/// <summary>Which sign separates decimals in the numbers of an upload.</summary>
public enum DecimalMark
{
    /// <summary>Told by each number itself; one that could mean two things is an error.</summary>
    Detect = 0,

    /// <summary>Comma: 1.234,56 and 1 234,56.</summary>
    Comma = 1,

    /// <summary>Point: 1,234.56 and 1 234.56.</summary>
    Point = 2,
}
