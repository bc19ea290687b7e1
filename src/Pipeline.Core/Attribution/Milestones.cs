namespace Pipeline.Attribution;

/// <summary>
/// The moments that milestone models credit besides the first touch and the conversion, which the journey implies. One later than the
/// conversion counts as not happened, unless it is known by date only (the end of its local day) and that is the conversion's day.
/// </summary>
public readonly record struct Milestones
{
    /// <summary>When the lead became known (the earliest one, when several leads share the deal); null when it did not.</summary>
    public DateTimeOffset? LeadCreatedAt { get; init; }

    /// <summary>When the opportunity was opened; null when there was none.</summary>
    public DateTimeOffset? OpportunityAt { get; init; }
}
