using Pipeline.Capture.Channels;
using Pipeline.Scoring;
using Pipeline.Settings;

namespace Pipeline.Testing;

/// <summary>Rules for tests, compiled once: compiling takes longer than a small test.</summary>
public static class Rules
{
    /// <summary>Shipped rules of the score, in the zone of the beds.</summary>
    public static ScoreEngine Scores { get; } = new(ScoringRules.Default, TimeZoneInfo.FindSystemTimeZoneById(PipelineBed.TimeZone));

    /// <summary>Shipped rules of channels.</summary>
    public static ChannelClassifier Channels { get; } = new(ChannelRules.Default);

    /// <summary>All shipped rules.</summary>
    public static RulesInUse Shipped { get; } = new(new RulesTimeline<ScoreEngine>(Scores), new RulesTimeline<ChannelClassifier>(Channels));
}
