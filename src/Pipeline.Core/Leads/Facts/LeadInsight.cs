using Pipeline.Lifecycle;

namespace Pipeline.Leads.Facts;

/// <summary>What reports need of a lead without reading its events. Persisted within the profile: add fields, never rename.</summary>
public sealed record LeadInsight
{
    /// <summary>Most contacts kept, the latest ones.</summary>
    public const int MaxContacts = 500;

    /// <summary>Most activities kept, those that came first.</summary>
    public const int MaxActivities = 200;

    /// <summary>Most visitors kept, those that were linked first.</summary>
    public const int MaxVisitors = 300;

    /// <summary>Most characters of an activity's key; longer ones are cut.</summary>
    public const int MaxKeyLength = 150;

    /// <summary>Stages entered, in order of time.</summary>
    public IReadOnlyList<StageTransition> Stages { get; init; } = [];

    /// <summary>When and through which channel the lead was in touch, in order of time.</summary>
    public IReadOnlyList<LeadContact> Contacts { get; init; } = [];

    /// <summary>What the lead did, by the first time.</summary>
    public IReadOnlyList<LeadActivity> Activities { get; init; } = [];

    /// <summary>
    /// Visitors that are linked to the lead, by id, at most <see cref="MaxVisitors"/>; null in a profile that was written before they were
    /// kept.
    /// </summary>
    public IReadOnlyList<LinkedVisitor>? Visitors { get; init; }

    /// <summary>Score at the end of the local month in which the lead became known, by the rules active then; unrounded.</summary>
    public double MonthEndScore { get; init; }

    /// <summary>Highest score before the lead became a customer, or of all time; unrounded.</summary>
    public double PeakScore { get; init; }
}
