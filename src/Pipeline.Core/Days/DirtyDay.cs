namespace Pipeline.Days;

/// <summary>Mark of a local day that must be rolled up again.</summary>
/// <param name="Day">Local day.</param>
/// <param name="MarkedAt">When it was marked last.</param>
/// <param name="ETag">ETag of the mark.</param>
public sealed record DirtyDay(DateOnly Day, DateTimeOffset MarkedAt, string ETag)
{
    /// <summary>
    /// Age from which a roll-up may take the mark away: 15 minutes. A mark is written before the view that changes, so one that is younger
    /// than a message's lease may announce a change that the roll-up has not seen.
    /// </summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(15);
}
