using Pipeline.Time;

namespace Pipeline.Reports.Nurture;

/// <summary>What became of the leads of one month.</summary>
/// <param name="Month">The month; in JSON its first day.</param>
/// <param name="IsOver">False while the month lasts: the score profile then tells the scores if nothing more happens.</param>
/// <param name="NewLeads">Leads created in it.</param>
/// <param name="ReopenedLeads">Entries into MQL in it that were not the first of their lead.</param>
/// <param name="Mql">First entries into MQL in it.</param>
/// <param name="ScoreProfile">New leads by their score at the month's end.</param>
public sealed record NurtureMonth(
    Month Month, bool IsOver, long NewLeads, long ReopenedLeads, long Mql, IReadOnlyList<ScoreBucket> ScoreProfile);
