using Pipeline.Capture.Channels;
using Pipeline.Scoring;

namespace Pipeline.Settings;

/// <summary>Gives the rules in use to everything that computes a view.</summary>
/// <param name="scores">Shipped rules of the score.</param>
/// <param name="channels">Shipped rules of channels.</param>
public sealed class RulesSource(ScoreEngine scores, ChannelClassifier channels)
{
    private readonly RulesInUse shipped = new(new RulesTimeline<ScoreEngine>(scores), new RulesTimeline<ChannelClassifier>(channels));

    /// <summary>Rules as they are known now. Read them before the first fact that they are applied to.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<RulesInUse> GetAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<RulesInUse>(cancellationToken) : ValueTask.FromResult(shipped);
}
