using Pipeline.Events;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Handoffs;
using Pipeline.Ruleset;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Leads.Shown;

/// <summary>Answers questions about leads.</summary>
public sealed class LeadQueries(
    ILeadStore leads,
    LeadHistoryReader histories,
    CurrentLeadIds leadIds,
    LeadFamilyReader families,
    CurrentRules currentRules,
    IRankIndex ranks,
    DisposableDomains disposable,
    IHandoffReceiver receiver,
    LocalTime localTime,
    TimeProvider timeProvider)
{
    /// <summary>Longest time that one page looks for leads: 2 seconds, and then to the end of the block it is in.</summary>
    public static readonly TimeSpan MaxScan = TimeSpan.FromSeconds(2);

    private const int Parallelism = 8;
    private const int ScanChunk = 100;

    /// <summary>One lead with its journey, score ledger, stages and links, computed from its facts.</summary>
    /// <param name="at">Moment to evaluate as of; null means now.</param>
    /// <returns>The lead; null when it is not known at that moment.</returns>
    public async Task<LeadDetail?> GetAsync(string leadId, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var view = new LeadView(await currentRules.GetAsync(cancellationToken), localTime);
        var moment = at ?? timeProvider.GetUtcNow();
        var history = (await histories.ReadAsync(leadId, moment, cancellationToken)).AsOf(moment);
        if (history is null || view.Evaluate(history, moment) is not { } snapshot)
        {
            return null;
        }

        var detail = LeadDetail.Of(snapshot, view.Read(history, moment)!, receiver.IsConfigured);
        return detail with { Lead = Flagged(detail.Lead) };
    }

    /// <summary>What is left of a lead of which everything that was known is disowned.</summary>
    /// <param name="at">Moment; null means now.</param>
    /// <returns>Null when nothing about it is disowned at that moment.</returns>
    public async Task<DisownedLead?> GetDisownedAsync(string leadId, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var moment = at ?? timeProvider.GetUtcNow();
        var history = (await histories.ReadAsync(leadId, moment, cancellationToken)).AsOf(moment);
        return history is null || DisownEntry.Of(history.Facts.Disowns, moment) is not { Count: > 0 } disowned
            ? null
            : new DisownedLead(history.Facts.LeadId, moment, disowned, AuditEntry.Of(history, moment, []));
    }

    /// <summary>Leads in score order, highest first.</summary>
    /// <param name="cursor">Where the page before ended; null begins at the top.</param>
    /// <param name="count">Leads on a page; 1 to <see cref="LeadListQuery.MaxPage"/>.</param>
    /// <param name="at">Moment to evaluate as of; null means now. The order is that of now.</param>
    public Task<LeadPage> ListAsync(string? cursor, int count, DateTimeOffset? at, CancellationToken cancellationToken) =>
        ListAsync(new LeadListQuery { Cursor = cursor, Count = count, At = at }, cancellationToken);

    /// <summary>Leads in score order, highest first, of those that a filter lets through.</summary>
    /// <param name="query">What to list.</param>
    /// <returns>
    /// A page; one that looked for <see cref="MaxScan"/> ends with what it found. A lead that does not change while somebody reads page
    /// after page is on exactly one of them, because its place in the order does not change either.
    /// </returns>
    public async Task<LeadPage> ListAsync(LeadListQuery query, CancellationToken cancellationToken)
    {
        var rules = await currentRules.GetAsync(cancellationToken);
        if (await FindAsync(query, cancellationToken) is { } known)
        {
            return known;
        }

        var started = timeProvider.GetTimestamp();
        var found = new List<LeadSummary>();
        var cursor = query.Cursor;
        bool isEnd;
        do
        {
            var size = query.Filter == LeadFilter.All ? query.Count - found.Count : ScanChunk;
            var entries = await ranks.ListAsync(cursor, size, cancellationToken);
            var rows = new IReadOnlyList<LeadSummary>[entries.Count];
            await Parallel.ForAsync(
                0,
                entries.Count,
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
                async (i, token) => rows[i] = await SummariesAsync(entries[i], rules, query.At, token));
            var taken = 0;
            for (; taken < rows.Length && found.Count < query.Count; taken++)
            {
                found.AddRange(rows[taken].Where(query.Filter.Matches));
                cursor = entries[taken].Cursor;
            }

            isEnd = taken == entries.Count && entries.Count < size;
        }
        while (!isEnd && found.Count < query.Count && timeProvider.GetElapsedTime(started) < MaxScan);

        return new LeadPage { At = query.At ?? timeProvider.GetUtcNow(), Leads = found, Next = isEnd ? null : cursor };
    }

    /// <summary>
    /// All leads in score order that a filter lets through, however long that takes; where the page before ended, from there on.
    /// </summary>
    /// <param name="query">What to list; its count does not matter.</param>
    public async Task<LeadPage> ListAllAsync(LeadListQuery query, CancellationToken cancellationToken)
    {
        var found = new List<LeadSummary>();
        var page = await ListAsync(query with { Count = LeadListQuery.MaxPage }, cancellationToken);
        for (var at = page.At; ; page = await ListAsync(
            query with { Count = LeadListQuery.MaxPage, Cursor = page.Next }, cancellationToken))
        {
            found.AddRange(page.Leads);
            if (page.Next is null)
            {
                return new LeadPage { At = at, Leads = found };
            }
        }
    }

    /// <summary>Finds the lead of an address, which tells it: nothing has to be looked through.</summary>
    /// <param name="query">What to list.</param>
    /// <returns>Null when no address is asked for, or when it is nobody's as it stands; it may then be a part of one.</returns>
    public async Task<LeadPage?> FindAsync(LeadListQuery query, CancellationToken cancellationToken) =>
        query is { Filter.Address: { } address, Cursor: null }
            ? await FindAsync(address, query, await currentRules.GetAsync(cancellationToken), cancellationToken)
            : null;

    private async Task<LeadPage?> FindAsync(string address, LeadListQuery query, RulesInUse rules, CancellationToken cancellationToken)
    {
        var moment = query.At ?? timeProvider.GetUtcNow();
        var id = (await leadIds.GetAsync(cancellationToken)).Of(address);
        var root = (await families.AddAsync([], [id], [], cancellationToken)).RootAt(id, moment);
        var lead = query.At is not null
            ? (await EvaluateAsync(root, new LeadView(rules, localTime), moment, cancellationToken))
                    .Where(snapshot => snapshot.LeadId == root)
                    .Select(LeadSummary.Of)
                    .FirstOrDefault()
                : (await leads.GetProfileAsync(root, cancellationToken)).Value is { } profile
            ? LeadSummary.Of(profile, rules.Scoring, moment)
            : null;
        return lead is null ? null : new LeadPage
        {
            At = moment,
            Leads = (query.Filter with { Text = null }).Matches(lead) ? [Flagged(lead)] : [],
        };
    }

    /// <summary>Every lead as of a moment, from its facts.</summary>
    /// <param name="at">Moment.</param>
    public async IAsyncEnumerable<LeadSnapshot> EvaluateAllAsync(
        DateTimeOffset at, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = new LeadView(await currentRules.GetAsync(cancellationToken), localTime);
        string? cursor = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var entries = await ranks.ListAsync(cursor, 1000, cancellationToken);
            foreach (var entry in entries.Where(entry => seen.Add(entry.LeadId)))
            {
                foreach (var snapshot in await EvaluateAsync(entry.LeadId, view, at, cancellationToken))
                {
                    yield return snapshot;
                }
            }

            cursor = entries.Count == 1000 ? entries[^1].Cursor : null;
        }
        while (cursor is not null);
    }

    private async Task<IReadOnlyList<LeadSummary>> SummariesAsync(
        RankEntry entry, RulesInUse rules, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var profile = (await leads.GetProfileAsync(entry.LeadId, cancellationToken)).Value;

        // The entry is a hint: one that the profile does not confirm is of a change under way, or was left by one that did not end.
        if (profile is null || profile.RankKey != entry.RankKey)
        {
            if (timeProvider.GetUtcNow() - entry.WrittenAt >= RankEntry.Settled)
            {
                await ranks.RemoveAsync(entry.RankKey, entry.LeadId, entry.ETag, cancellationToken);
            }

            return [];
        }

        return at is { } moment
            ? [.. (await EvaluateAsync(
                entry.LeadId,
                new LeadView(rules, localTime),
                moment,
                cancellationToken)).Select(snapshot => Flagged(LeadSummary.Of(snapshot)))]
            : [Flagged(LeadSummary.Of(profile, rules.Scoring, timeProvider.GetUtcNow()))];
    }

    private LeadSummary Flagged(LeadSummary lead) => lead with { Disposable = disposable.Contains(lead.Email) };

    // The lead as of a moment, and those that are its aliases now but were leads of their own then.
    private async Task<IReadOnlyList<LeadSnapshot>> EvaluateAsync(
        string leadId, LeadView view, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var history = await histories.ReadAsync(leadId, cancellationToken);
        var now = timeProvider.GetUtcNow();
        var snapshots = new List<LeadSnapshot?> { view.Evaluate(history, at) };
        foreach (var id in history.Members.Select(member => member.LeadId)
            .Where(id => history.Book.RootAt(id, now) == leadId && history.Book.RootAt(id, at) == id))
        {
            snapshots.Add(view.Evaluate(await histories.ReadAsync(id, cancellationToken), at));
        }

        return [.. snapshots.OfType<LeadSnapshot>()];
    }
}
