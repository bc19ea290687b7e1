namespace Pipeline.Rejected;

/// <summary>How much was rejected for one reason within a quarter of an hour: fine enough for the local days of every time zone.</summary>
/// <param name="Reason">Code of the reason.</param>
/// <param name="From">Beginning of the quarter, inclusive; UTC.</param>
/// <param name="Count">Inputs, kept or only counted; 1 or more.</param>
public sealed record RejectedQuarter(string Reason, DateTimeOffset From, long Count)
{
    /// <summary>Length of a quarter: 15 minutes.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    /// <summary>End of the quarter, exclusive; UTC.</summary>
    public DateTimeOffset End => From + Length;
}
