using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Lifecycle;
using Pipeline.Scoring;
using Pipeline.Settings;

namespace Pipeline.Ruleset;

/// <summary>All rules by which views are computed, with the moments from which they count. Immutable.</summary>
/// <param name="Scoring">Rules of the score. What is shown uses those that are active at the moment shown, for all events.</param>
/// <param name="Channels">Rules of channels. A visit keeps the rules of its own time.</param>
/// <param name="Stages">Stages. What is shown uses those that are active at the moment shown, for all facts.</param>
public sealed record RulesInUse(
    RulesTimeline<ScoreEngine> Scoring, RulesTimeline<ChannelClassifier> Channels, RulesTimeline<StageBook> Stages)
{
    /// <summary>Throw-away e-mail addresses.</summary>
    public DisposableDomains Disposable { get; init; } = DisposableDomains.None;

    /// <summary>Time in which three different leads make a visitor a shared device.</summary>
    public TimeSpan SharedDeviceWindow { get; init; } = RulesDefaults.SharedDeviceWindow;
}
