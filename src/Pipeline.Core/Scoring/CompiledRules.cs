using Pipeline.Scoring.Documents;

namespace Pipeline.Scoring;

/// <summary>A rules document made ready for many events. Immutable.</summary>
internal sealed class CompiledRules
{
    public CompiledRules(ScoringRules rules)
    {
        Tags = [.. rules.ContentTags];
        Groups = [.. rules.Groups];
        var awards = new List<CompiledAward>();
        var slot = 0;
        foreach (var rule in rules.Rules)
        {
            awards.Add(Award(rule, awards.Count));
            Rules.Add(new(awards[^1], slot++, Condition(rule.When), Ticks(TimeSpan.FromMinutes, rule.MinimumIntervalMinutes)));
        }

        foreach (var rule in rules.Sequences)
        {
            awards.Add(Award(rule, awards.Count));
            Sequences.Add(new(
                awards[^1],
                slot,
                [.. rule.Steps.Select(Condition)],
                TimeSpan.FromHours(rule.WithinHours).Ticks,
                Ticks(TimeSpan.FromHours, rule.CoolDownHours),
                rule.AnyOrder));
            slot += rule.Steps.Count;
        }

        foreach (var rule in rules.Paces)
        {
            awards.Add(Award(rule, awards.Count));
            Paces.Add(new(awards[^1], slot++, Condition(rule.When), rule.Count, TimeSpan.FromHours(rule.WithinHours).Ticks));
        }

        AwardCount = awards.Count;

        CompiledCondition Condition(ScoringCondition condition) => new(condition, rules.ContentTags);

        CompiledAward Award(IScoreAward award, int index) => new(
            award.Id,
            award.Title,
            award.Points,
            award.DayCap,
            award.LifeCap,
            index,
            Array.FindIndex(Groups, group => group.Id == award.Group));
    }

    public ContentTag[] Tags { get; }

    public ScoreGroup[] Groups { get; }

    public int AwardCount { get; }

    public List<CompiledRule> Rules { get; } = [];

    public List<CompiledSequence> Sequences { get; } = [];

    public List<CompiledPace> Paces { get; } = [];

    private static long Ticks(Func<double, TimeSpan> unit, double? value) => value is { } given ? unit(given).Ticks : 0;
}
