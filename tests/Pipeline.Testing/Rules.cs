using Pipeline.Channels;
using Pipeline.Lifecycle;
using Pipeline.Ruleset;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Testing;

/// <summary>Rules for tests, compiled once: compiling takes longer than a small test.</summary>
public static class Rules
{
    /// <summary>Settings <c>scoring</c>, in the zone of the beds.</summary>
    public static ScoringDocument Scoring { get; } = new(new LocalTime(TimeZoneInfo.FindSystemTimeZoneById(PipelineBed.TimeZone)));

    /// <summary>Settings <c>channels</c>.</summary>
    public static ChannelDocument Channels { get; } = new();

    /// <summary>All shipped rules.</summary>
    public static RulesInUse Shipped { get; } = new(
        new RulesTimeline<ScoreEngine>(Scoring.Shipped),
        new RulesTimeline<ChannelClassifier>(Channels.Shipped),
        new RulesTimeline<StageBook>(new StageBook(StagesDocument.Default)));
}
