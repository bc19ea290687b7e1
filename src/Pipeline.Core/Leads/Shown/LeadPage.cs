namespace Pipeline.Leads.Shown;

/// <summary>One page of leads.</summary>
public sealed record LeadPage
{
    /// <summary>Moment that the page is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Leads, highest score first.</summary>
    public required IReadOnlyList<LeadSummary> Leads { get; init; }

    /// <summary>Cursor of the next page; null when this is the last.</summary>
    public string? Next { get; init; }
}
