using Microsoft.Extensions.Options;
using Pipeline.Channels;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Ruleset;
using Pipeline.Scoring;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Leads.Previews;

/// <summary>
/// Shows what rules would do to the real leads, before anything is written: each lead is computed by the rules as they are and by the
/// rules as they would be, at the moment from which they would count. So the numbers are those that an activation then makes.
/// </summary>
public sealed class RulesPreview(
    SettingsHandler settings,
    IRulesDocument<ScoreEngine> scoring,
    IRulesDocument<ChannelClassifier> channels,
    IRulesDocument<StageBook> stages,
    CurrentRules currentRules,
    LeadHistoryReader histories,
    IRankIndex ranks,
    LocalTime localTime,
    IOptions<RulesOptions> options,
    TimeProvider timeProvider)
{
    /// <summary>Seconds that a preview may take when the request does not say.</summary>
    public const int DefaultSeconds = 10;

    /// <summary>Most seconds that a preview may take.</summary>
    public const int MaxSeconds = 60;

    private const int CountPage = 1000;
    private const int Page = 48;
    private const int Parallelism = 8;

    /// <summary>Compares the rules in use with others.</summary>
    /// <param name="query">What is asked for.</param>
    /// <returns>The comparison, or what is wrong with the document.</returns>
    public async Task<PreviewOutcome> CompareAsync(PreviewQuery query, CancellationToken cancellationToken)
    {
        if (settings.Find(query.Name) is not { } document)
        {
            return new PreviewOutcome(SettingsStatus.UnknownDocument, null, []);
        }

        var text = query.Version is { } version ? await settings.TextAsync(document, version, cancellationToken) : query.Text;
        if (text is null)
        {
            return new PreviewOutcome(SettingsStatus.UnknownVersion, null, []);
        }

        var problems = document.Check(text);
        if (problems.Count > 0)
        {
            return new PreviewOutcome(SettingsStatus.Invalid, null, problems);
        }

        var at = query.At ?? timeProvider.GetUtcNow() + options.Value.RulesDelay;
        var rules = await currentRules.GetAsync(cancellationToken);
        var before = new LeadView(rules, localTime);
        var after = new LeadView(With(rules, document, text, at), localTime);
        var sums = new PreviewSums();
        var next = document.Effect == SettingsEffect.AtOnce
            ? null
            : await CompareAsync(before, after, at, query, sums, cancellationToken);
        return new PreviewOutcome(SettingsStatus.Done, sums.ToPreview(at, await CountAsync(cancellationToken), next), []);
    }

    // Rules of channels are shown as if they had been active all along: an activation changes nothing that happened before it.
    private RulesInUse With(RulesInUse rules, ISettingsDocument document, string text, DateTimeOffset at) =>
        document == scoring
            ? rules with
            {
                Scoring = new RulesTimeline<ScoreEngine>(
                    [.. rules.Scoring.Periods.Where(period => period.From <= at), new(at, -1, scoring.Compile(text))]),
            }
        : document == channels
            ? rules with { Channels = new RulesTimeline<ChannelClassifier>([new(DateTimeOffset.MinValue, -1, channels.Compile(text))]) }
        : document == stages
            ? rules with { Stages = new RulesTimeline<StageBook>([new(DateTimeOffset.MinValue, -1, stages.Compile(text))]) }
        : rules;

    private async Task<string?> CompareAsync(
        LeadView before, LeadView after, DateTimeOffset at, PreviewQuery query, PreviewSums sums, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        var cursor = query.Cursor;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var entries = await ranks.ListAsync(cursor, Page, cancellationToken);
            var ids = entries.Select(entry => entry.LeadId).Where(seen.Add).ToList();
            var pairs = new (LeadSnapshot? Before, LeadSnapshot? After)[ids.Count];
            await Parallel.ForAsync(
                0,
                ids.Count,
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
                async (i, token) =>
                {
                    var history = await histories.ReadAsync(ids[i], token);
                    pairs[i] = (before.Evaluate(history, at), after.Evaluate(history, at));
                });
            foreach (var pair in pairs)
            {
                sums.Add(pair.Before, pair.After);
            }

            cursor = entries.Count == Page ? entries[^1].Cursor : null;
        }
        while (cursor is not null && timeProvider.GetElapsedTime(began) < TimeSpan.FromSeconds(query.Seconds));

        return cursor;
    }

    private async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var leads = 0;
        string? cursor = null;
        do
        {
            var entries = await ranks.ListAsync(cursor, CountPage, cancellationToken);
            leads += entries.Count;
            cursor = entries.Count == CountPage ? entries[^1].Cursor : null;
        }
        while (cursor is not null);

        return leads;
    }
}
