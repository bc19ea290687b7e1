using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Handoffs;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Time;

namespace Pipeline.Scoring.Refresh;

/// <summary>
/// Computes a lead anew and stores its profile with the index rows that it owns. Safe to repeat: the profile is a pure function of facts,
/// rules and the moment, written under the ETag read before the first fact.
/// </summary>
public sealed class LeadRefresh(
    ProfileWriter profiles,
    LeadHistoryReader histories,
    CurrentRules currentRules,
    LeadHints hints,
    WaitingClicks waitingClicks,
    HandoffOutbox handoffs,
    IWorkQueue queue,
    LocalTime localTime,
    ConflictRetry retry,
    TimeProvider timeProvider)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(15);

    /// <summary>Computes one lead anew, and the lead that it is an alias of.</summary>
    /// <param name="rollsUp">Whether past days that change by it are rolled up soon, and not at night.</param>
    public async Task RunAsync(string leadId, bool rollsUp, CancellationToken cancellationToken)
    {
        var root = await retry.RunAsync(token => TryRunAsync(leadId, rollsUp, token), cancellationToken);
        if (root != leadId)
        {
            await retry.RunAsync(token => TryRunAsync(root, rollsUp, token), cancellationToken);
        }
    }

    // Gives the lead that the id belongs to: what is stored under an alias is seen in the lead that stays.
    private async ValueTask<string> TryRunAsync(string leadId, bool rollsUp, CancellationToken cancellationToken)
    {
        var rules = await currentRules.GetAsync(cancellationToken);
        var stored = await profiles.ReadAsync(leadId, cancellationToken);
        var now = timeProvider.GetUtcNow();
        var history = await histories.ReadAsync(leadId, cancellationToken);
        if (stored.Value is null && KnownLeads.Vouch(history.Facts) && await waitingClicks.ReleaseAsync(leadId, cancellationToken))
        {
            history = await histories.ReadAsync(leadId, cancellationToken);
        }

        var snapshot = new LeadView(rules, localTime).Evaluate(history, now);
        var nextFact = (history.AsOf(now) ?? history).NextAfter(now);
        var dueAt = Earlier(snapshot?.Stages.NextDue, nextFact);
        var dueDay = dueAt is { } due ? LocalTime.Text(localTime.DayOf(due)) : null;
        var profile = snapshot is null ? null : Profile(snapshot, dueAt, dueDay);
        var plan = handoffs.Plan(history, snapshot?.Stages, now);
        await hints.Plan(leadId, stored.Value, profile, dueDay, now, rollsUp).RunAsync(
            async token =>
            {
                var entry = await profiles.WriteAsync(leadId, stored, profile, plan.Writes, token);
                await handoffs.AskAsync(plan, token);
                await AskAgainAsync(leadId, nextFact - now, token);
                await profiles.ListAsync(leadId, entry, token);
            },
            cancellationToken);
        return history.Book.RootAt(leadId, now);
    }

    // Clocks of machines differ: what is a moment ahead of this one's must not wait for the night.
    private async Task AskAgainAsync(string leadId, TimeSpan? ahead, CancellationToken cancellationToken)
    {
        if (ahead is { } wait && wait <= Soon)
        {
            await queue.SendAsync(QueueNames.Scores, ScoreMessage.Write([leadId]), wait, cancellationToken);
        }
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
            Automatic = snapshot.Automatic,
            Conversions = snapshot.Conversions,
            Insight = LeadInsights.Of(snapshot, localTime),
            RankKey = RankIndex.Key(RankIndex.Of(snapshot.ScoreLines, scoring.HalfLife)),
            DueDay = dueDay,
        };
    }
}
