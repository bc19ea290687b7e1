using Pipeline.Scoring;
using Pipeline.Scoring.Documents;

namespace Pipeline.Lifecycle;

/// <summary>Scoring rules that were active from one moment until the next period's, with the lead's lines by them.</summary>
/// <param name="From">When they became active, UTC. The first period counts for all time before, too.</param>
/// <param name="Lines">Lines of all the lead's events by these rules, in event order.</param>
public sealed record RulesPeriod(DateTimeOffset From, ScoringRules Rules, IReadOnlyList<ScoreLine> Lines);
