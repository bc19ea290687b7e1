using Pipeline.Scoring;
using Pipeline.Scoring.Documents;

namespace Pipeline.Lifecycle;

/// <summary>
/// Finds the stages of a lead from its score curve and from what the CRM and people said. MQL is entered only from <c>lead</c> or
/// <c>recycled</c>, at a score of at least the enter threshold (and the minimum grade); it is left to <c>recycled</c> when the score falls
/// below the exit threshold. A lead that was put back to <c>recycled</c> or <c>lead</c> must first have been below the enter threshold.
/// </summary>
public static class StageTransitions
{
    /// <summary>Evaluates a lead under one rules document.</summary>
    /// <param name="lines">Lines in event order.</param>
    /// <param name="leadCreatedAt">When the lead became known; an earlier fact counts instead.</param>
    /// <param name="facts">Stages told by the CRM or people, in any order. At one moment they come before the score.</param>
    /// <param name="until">Last moment, inclusive; what is later does not count.</param>
    /// <param name="grades">Fit grades in time order; needed only when the rules have a minimum grade.</param>
    public static StageHistory Evaluate(
        IReadOnlyList<ScoreLine> lines,
        DateTimeOffset leadCreatedAt,
        IReadOnlyList<StageFact> facts,
        ScoringRules rules,
        DateTimeOffset until,
        IReadOnlyList<DatedGrade>? grades = null) =>
        Evaluate([new RulesPeriod(DateTimeOffset.MinValue, rules, lines)], leadCreatedAt, facts, until, grades);

    /// <summary>Evaluates a lead under rules that changed: the score at each moment is that of the rules active then.</summary>
    /// <param name="periods">Rules in the order of their activation; at least one.</param>
    /// <param name="leadCreatedAt">When the lead became known; an earlier fact counts instead.</param>
    /// <param name="facts">Stages told by the CRM or people, in any order. At one moment they come before the score.</param>
    /// <param name="until">Last moment, inclusive; what is later does not count.</param>
    /// <param name="grades">Fit grades in time order; needed only when the rules have a minimum grade.</param>
    /// <exception cref="ArgumentException">There is no period.</exception>
    public static StageHistory Evaluate(
        IReadOnlyList<RulesPeriod> periods,
        DateTimeOffset leadCreatedAt,
        IReadOnlyList<StageFact> facts,
        DateTimeOffset until,
        IReadOnlyList<DatedGrade>? grades = null)
    {
        if (periods.Count == 0)
        {
            throw new ArgumentException("Give the rules of at least one period.", nameof(periods));
        }

        return new StageWalk(periods, leadCreatedAt, facts, grades ?? []).Until(until);
    }
}
