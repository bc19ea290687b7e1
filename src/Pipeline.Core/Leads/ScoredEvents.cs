using Pipeline.Lifecycle;
using Pipeline.Scoring;
using Pipeline.Settings;

namespace Pipeline.Leads;

/// <summary>A lead's score lines: by the rules active at a moment, and by those that were active before.</summary>
/// <param name="Active">Rules that are active at the moment; what is shown uses them for all events.</param>
/// <param name="Lines">Lines of all events by the active rules.</param>
/// <param name="Periods">Rules that were active since the first event, in order, each with the lines of all events.</param>
internal sealed record ScoredEvents(DatedRules<ScoreEngine> Active, IReadOnlyList<ScoreLine> Lines, IReadOnlyList<RulesPeriod> Periods)
{
    /// <summary>Scores a lead's events.</summary>
    /// <param name="rules">Rules and when they were active.</param>
    /// <param name="events">All events of the lead up to the moment, in event order; at least one.</param>
    /// <param name="at">Moment.</param>
    public static ScoredEvents Of(RulesTimeline<ScoreEngine> rules, IReadOnlyList<ScorableEvent> events, DateTimeOffset at)
    {
        var lines = new Dictionary<int, IReadOnlyList<ScoreLine>>();
        var periods = rules.Between(events.Count > 0 ? events[0].Event.OccurredAt : at, at)
            .Select(period => new RulesPeriod(period.From, period.Rules.Rules, LinesOf(period)))
            .ToList();
        return new ScoredEvents(rules.At(at), periods[^1].Lines, periods);

        // A version that was rolled back to is active twice.
        IReadOnlyList<ScoreLine> LinesOf(DatedRules<ScoreEngine> period) =>
            lines.TryGetValue(period.Version, out var known) ? known : lines[period.Version] = period.Rules.Lines(events);
    }
}
