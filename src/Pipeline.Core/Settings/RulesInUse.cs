using Pipeline.Capture.Channels;
using Pipeline.Scoring;

namespace Pipeline.Settings;

/// <summary>All rules by which views are computed, with the moments from which they count. Immutable.</summary>
/// <param name="Scoring">Rules of the score. What is shown uses those that are active at the moment shown, for all events.</param>
/// <param name="Channels">Rules of channels. A visit keeps the rules of its own time.</param>
public sealed record RulesInUse(RulesTimeline<ScoreEngine> Scoring, RulesTimeline<ChannelClassifier> Channels);
