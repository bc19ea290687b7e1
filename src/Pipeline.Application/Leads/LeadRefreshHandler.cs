using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Handoffs;
using Pipeline.Leads.Rescore;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Scoring;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Leads;

/// <summary>
/// Computes leads anew and stores their profiles with the index rows that they own: hints before the view, old hints removed after it.
/// Safe to repeat: the profile is a pure function of facts, rules and the moment, written under the ETag read before the first fact.
/// </summary>
public sealed class LeadRefreshHandler(
    ILeadStore leads,
    LeadHistoryReader histories,
    RulesSource rulesSource,
    IRankIndex ranks,
    IDayIndex dayIndex,
    IRollupDays rollupDays,
    WaitingClicks waitingClicks,
    IWorkQueue queue,
    LeadRescore rescore,
    IHandoffReceiver receiver,
    IOptions<HandoffOptions> handoffOptions,
    LocalTime localTime,
    ConflictRetry retry,
    TimeProvider timeProvider,
    ILogger<LeadRefreshHandler> logger)
{
    private const int Parallelism = 8;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(15);

    /// <summary>Handles one message of the <c>scores</c> queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops between two leads; the message is then delivered again.</param>
    /// <exception cref="Exception">The message's only lead failed: the queue tries again and at last moves it to poison.</exception>
    public async Task HandleAsync(ScoreMessage message, CancellationToken cancellationToken)
    {
        if (message.Rescore is { } step)
        {
            await rescore.HandleAsync(step, (page, token) => RefreshAsync(page, putsBack: true, token), cancellationToken);
            return;
        }

        var ids = message.LeadIds.Distinct().ToList();
        await RefreshAsync(ids, putsBack: ids.Count > 1, cancellationToken);
    }

    private Task RefreshAsync(IReadOnlyList<string> ids, bool putsBack, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (id, token) =>
            {
                try
                {
                    await RefreshAsync(id, token);
                }
                catch (Exception error) when (putsBack && error is not OperationCanceledException)
                {
                    logger.LogWarning(error, "Lead {LeadId} could not be refreshed; it is put back as a message of its own.", id);
                    await queue.SendAsync(QueueNames.Scores, ScoreMessage.Write([id]), token);
                }
            });

    /// <summary>Computes one lead anew.</summary>
    /// <param name="leadId">Lead.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task RefreshAsync(string leadId, CancellationToken cancellationToken)
    {
        var root = await retry.RunAsync(token => TryRefreshAsync(leadId, token), cancellationToken);
        if (root != leadId)
        {
            await retry.RunAsync(token => TryRefreshAsync(root, token), cancellationToken);
        }
    }

    // Gives the lead that the id belongs to: what is stored under an alias is seen in the lead that stays.
    private async ValueTask<string> TryRefreshAsync(string leadId, CancellationToken cancellationToken)
    {
        var rules = await rulesSource.GetAsync(cancellationToken);
        var stored = await leads.GetProfileAsync(leadId, cancellationToken);
        var now = timeProvider.GetUtcNow();
        var history = await histories.ReadAsync(leadId, cancellationToken);
        if (stored.Value is null && KnownLeads.Vouch(history.Facts) && await waitingClicks.ReleaseAsync(leadId, cancellationToken))
        {
            history = await histories.ReadAsync(leadId, cancellationToken);
        }

        var snapshot = new LeadView(rules, localTime).Evaluate(history, now);
        var before = stored.Value;
        var nextFact = (history.AsOf(now) ?? history).NextAfter(now);
        var dueAt = Earlier(snapshot?.Stages.NextDue, nextFact);
        var dueDay = dueAt is { } due ? LocalTime.Text(localTime.DayOf(due)) : null;
        var profile = snapshot is null ? null : Profile(snapshot, dueAt, dueDay);
        await AddHintsAsync(leadId, before, profile, dueDay, cancellationToken);
        var today = localTime.DayOf(now);
        await rollupDays.MarkDirtyAsync(
            [.. ChangedDays(before, profile, today).Union(MonthEnds.ChangedDays(before, profile, localTime, today))], now, cancellationToken);
        var removals = before is null ? [] : await ReadStaleAsync(before, profile, dueDay, cancellationToken);
        var handoffs = HandoffPlan.Of(leadId, history.Facts.Handoffs, snapshot?.Stages, now, handoffOptions.ValueOrDefault().MaxAge, receiver.IsConfigured);
        if (profile is not null)
        {
            await leads.SaveProfileAsync(profile, stored.ETag, handoffs.Writes, cancellationToken);
        }
        else if (stored.ETag is { } etag)
        {
            await leads.RemoveProfileAsync(leadId, etag, handoffs.Writes, cancellationToken);
        }

        // For a while every refresh asks again: the run that wrote it may have died here.
        foreach (var handoff in handoffs.Asked)
        {
            await queue.SendAsync(QueueNames.Handoffs, HandoffMessage.Write(handoff), cancellationToken);
        }

        // Clocks of machines differ: what is a moment ahead of this one's must not wait for the night.
        if (nextFact - now is { } ahead && ahead <= Soon)
        {
            await queue.SendAsync(QueueNames.Scores, ScoreMessage.Write([leadId]), ahead, cancellationToken);
        }

        foreach (var remove in removals)
        {
            await remove();
        }

        return history.Book.RootAt(leadId, now);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    private LeadProfile Profile(LeadSnapshot snapshot, DateTimeOffset? dueAt, string? dueDay)
    {
        var scoring = snapshot.Scoring.Rules.Rules;
        return new LeadProfile
        {
            LeadId = snapshot.LeadId,
            Email = snapshot.Email,
            Fields = snapshot.Fields,
            CreatedAt = snapshot.CreatedAt,
            LastActivityAt = snapshot.LastActivityAt,
            Stage = snapshot.Stages.Current,
            StageSince = snapshot.StageSince,
            ScoringVersion = snapshot.Scoring.Version,
            ScoreSum = new ScoreCurve(snapshot.ScoreLines, scoring).SumAt(snapshot.LastActivityAt),
            DueAt = dueAt,
            FirstTouch = snapshot.FirstTouch,
            LatestTouch = snapshot.LatestTouch,
            FirstKnownTouch = snapshot.FirstKnownTouch,
            LatestKnownTouch = snapshot.LatestKnownTouch,
            Grade = snapshot.Fit.Grade,
            Owner = snapshot.Owner,
            Conversions = snapshot.Conversions,
            Insight = LeadInsights.Of(snapshot, localTime),
            RankKey = RankIndex.Key(RankIndex.Of(snapshot.ScoreLines, scoring.HalfLife)),
            DueDay = dueDay,
        };
    }

    private static List<DateOnly> ChangedDays(LeadProfile? before, LeadProfile? after, DateOnly today)
    {
        var old = (before?.Conversions ?? []).ToDictionary(conversion => conversion.Conversion.Id, StringComparer.Ordinal);
        var kept = (after?.Conversions ?? []).ToDictionary(conversion => conversion.Conversion.Id, StringComparer.Ordinal);
        var changed = kept.Values.Where(conversion => !conversion.IsSame(old.GetValueOrDefault(conversion.Conversion.Id)));
        var vanished = old.Values.Where(conversion => !conversion.IsSame(kept.GetValueOrDefault(conversion.Conversion.Id)));
        return [.. changed.Concat(vanished).Select(conversion => LocalTime.Parse(conversion.Day)).Distinct().Where(day => day < today)];
    }

    // A lead that is not known yet can be due as well: on the day of the first fact that is dated ahead.
    private async Task AddHintsAsync(string leadId, LeadProfile? before, LeadProfile? after, string? dueDay, CancellationToken cancellationToken)
    {
        if (dueDay is not null && dueDay != before?.DueDay)
        {
            await dayIndex.AddAsync(DayEntryKind.Due, LocalTime.Parse(dueDay), leadId, cancellationToken);
        }

        if (after is not null && before?.RankKey != after.RankKey)
        {
            await ranks.AddAsync(after.RankKey, leadId, cancellationToken);
        }

        foreach (var day in (after?.ConversionDays ?? []).Except(before?.ConversionDays ?? []))
        {
            await dayIndex.AddAsync(DayEntryKind.Conversion, LocalTime.Parse(day), leadId, cancellationToken);
        }
    }

    // The ETags are read before the profile is written: a worker that lists the lead there again afterwards changes them.
    private async Task<List<Func<Task>>> ReadStaleAsync(
        LeadProfile before, LeadProfile? after, string? dueDay, CancellationToken cancellationToken)
    {
        var removals = new List<Func<Task>>();
        if (before.RankKey != after?.RankKey
            && await ranks.GetETagAsync(before.RankKey, before.LeadId, cancellationToken) is { } rank)
        {
            removals.Add(() => ranks.RemoveAsync(before.RankKey, before.LeadId, rank, cancellationToken));
        }

        var days = before.ConversionDays.Except(after?.ConversionDays ?? []).Select(day => (Kind: DayEntryKind.Conversion, day));

        // The nightly timer sweeps those of days gone by, in far fewer calls.
        if (before.DueDay is { } due && due != dueDay && LocalTime.Parse(due) >= localTime.DayOf(timeProvider.GetUtcNow()))
        {
            days = days.Append((DayEntryKind.Due, due));
        }

        foreach (var (kind, text) in days)
        {
            var day = LocalTime.Parse(text);
            if (await dayIndex.GetETagAsync(kind, day, before.LeadId, cancellationToken) is { } etag)
            {
                removals.Add(() => dayIndex.RemoveAsync(kind, day, before.LeadId, etag, cancellationToken));
            }
        }

        return removals;
    }
}
