using Microsoft.Extensions.Options;
using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Lifecycle;
using Pipeline.Scoring;
using Pipeline.Settings;

namespace Pipeline.Ruleset;

/// <summary>Gives the rules in use to everything that computes a view.</summary>
/// <param name="scoring">Rules of the score.</param>
/// <param name="channels">Rules of channels.</param>
/// <param name="disposable">Throw-away e-mail addresses.</param>
/// <param name="options">Rules that are no settings document.</param>
public sealed class CurrentRules(
    RulesCache<ScoreEngine> scoring,
    RulesCache<ChannelClassifier> channels,
    RulesCache<StageBook> stages,
    DisposableDomains disposable,
    IOptions<RulesOptions> options)
{
    private volatile RulesInUse? _last;

    /// <summary>Rules as they are known now. Read them before the first fact that they are applied to.</summary>
    /// <exception cref="InvalidDataException">A stored version cannot be read by this release.</exception>
    public async ValueTask<RulesInUse> GetAsync(CancellationToken cancellationToken)
    {
        var scores = await scoring.GetAsync(cancellationToken);
        var classifiers = await channels.GetAsync(cancellationToken);
        var books = await stages.GetAsync(cancellationToken);
        return _last is { } known && known.Scoring == scores && known.Channels == classifiers && known.Stages == books
            ? known
            : _last = new RulesInUse(scores, classifiers, books)
            {
                SharedDeviceWindow = options.Value.SharedDeviceWindow,
                Disposable = disposable,
            };
    }
}
