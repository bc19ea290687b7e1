using System.Text.Json;
using Pipeline.Days;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Time;

namespace Pipeline.Identity;

/// <summary>
/// Makes the states of visitors anew from their facts, also those that are gone. Safe to repeat: a state is a pure function of the facts,
/// and is written under the ETag that was read before them.
/// </summary>
public sealed class StateRebuild(
    IVisitorStore visitors,
    IRollupDays rollupDays,
    VisitorStateCache states,
    CurrentRules currentRules,
    LocalTime localTime,
    ConflictRetry retry,
    TimeProvider timeProvider)
{
    private const int Parallelism = 8;

    /// <summary>
    /// Rebuilds neighbouring visitors: one storage call a visitor, one for each 1,000 facts of all, and two for each state that differs.
    /// </summary>
    /// <param name="visitorIds">Visitor ids in ordinal order, with no other visitor between them.</param>
    public async Task RebuildAsync(IReadOnlyList<string> visitorIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitorIds);
        if (visitorIds.Count == 0)
        {
            return;
        }

        var view = new VisitorView((await currentRules.GetAsync(cancellationToken)).Channels, localTime);
        var stored = await ParallelReads.SelectAsync(visitorIds, Parallelism, visitors.GetStateAsync, cancellationToken);
        var facts = (await visitors.ListFactsAsync(visitorIds[0], visitorIds[^1], cancellationToken)).ToDictionary(
            item => item.VisitorId, StringComparer.Ordinal);
        foreach (var (visitorId, state) in visitorIds.Zip(stored).Where(item => facts.ContainsKey(item.First)))
        {
            try
            {
                await WriteAsync(view, state, facts[visitorId], cancellationToken);
            }
            catch (StorageConflictException)
            {
                await retry.RunAsync(token => AgainAsync(view, visitorId, token), cancellationToken);
            }
        }
    }

    private async ValueTask<bool> AgainAsync(VisitorView view, string visitorId, CancellationToken cancellationToken)
    {
        var state = await visitors.GetStateAsync(visitorId, cancellationToken);
        await WriteAsync(view, state, await visitors.GetFactsAsync(visitorId, cancellationToken), cancellationToken);
        return true;
    }

    private async Task WriteAsync(VisitorView view, Versioned<VisitorState> stored, VisitorFacts facts, CancellationToken cancellationToken)
    {
        var result = view.FromFacts(stored.Value, facts, []);
        if (result.OlderVisits.Count == 0 && Text(stored.Value) == Text(result.State))
        {
            return;
        }

        var now = timeProvider.GetUtcNow();
        var today = localTime.DayOf(now);
        await rollupDays.MarkDirtyAsync([.. result.ChangedDays.Where(day => day < today)], now, cancellationToken);
        states.Forget(facts.VisitorId);
        await visitors.CommitAsync(
            new VisitorChange
            {
                VisitorId = facts.VisitorId,
                State = result.State,
                StateETag = stored.ETag,
                OlderVisits = result.OlderVisits,
            },
            cancellationToken);
    }

    private static string? Text(VisitorState? state) =>
        state is null ? null : JsonSerializer.Serialize(state, IdentityJson.Stored.VisitorState);
}
