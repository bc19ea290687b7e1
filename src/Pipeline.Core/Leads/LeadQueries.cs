using Pipeline.Capture;
using Pipeline.Identity;
using Pipeline.Scoring;
using Pipeline.Settings;

namespace Pipeline.Leads;

/// <summary>Answers questions about leads.</summary>
public sealed class LeadQueries(
    ILeadStore leads,
    LeadHistoryReader histories,
    RulesSource rulesSource,
    IRankIndex ranks,
    LocalTime localTime,
    TimeProvider timeProvider)
{
    /// <summary>Most leads on a page.</summary>
    public const int MaxPage = 200;

    /// <summary>Leads on a page when the request does not say.</summary>
    public const int DefaultPage = 50;

    private const int Parallelism = 8;

    /// <summary>Reads the parameter <c>cursor</c>.</summary>
    /// <param name="text">Cursor that a page gave; null or empty begins at the top.</param>
    /// <param name="problems">Receives the problem.</param>
    public static string? ReadCursor(string? text, ICollection<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Split('|') is [{ Length: RankIndex.KeyLength } key, var leadId] && key.All(char.IsAsciiLetterOrDigit) && LeadIds.IsValid(leadId))
        {
            return text;
        }

        problems.Add(new Problem(Problem.Invalid, "cursor", "This is no cursor. Take it from 'next' of the page before."));
        return null;
    }

    /// <summary>One lead with its journey, score ledger, stages and links, computed from its facts.</summary>
    /// <param name="leadId">Lead.</param>
    /// <param name="at">Moment to evaluate as of; null means now.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The lead; null when it is not known at that moment.</returns>
    public async Task<LeadDetail?> GetAsync(string leadId, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var view = new LeadView(await rulesSource.GetAsync(cancellationToken), localTime);
        var history = await histories.ReadAsync(leadId, cancellationToken);
        return view.Evaluate(history, at ?? timeProvider.GetUtcNow()) is { } snapshot ? LeadDetail.Of(snapshot, history) : null;
    }

    /// <summary>Leads in score order, highest first.</summary>
    /// <param name="cursor">Where the page before ended; null begins at the top.</param>
    /// <param name="count">Leads on a page; 1 to <see cref="MaxPage"/>.</param>
    /// <param name="at">Moment to evaluate as of; null means now. The order is that of now.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<LeadPage> ListAsync(string? cursor, int count, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var rules = await rulesSource.GetAsync(cancellationToken);
        var entries = await ranks.ListAsync(cursor, count, cancellationToken);
        var rows = new LeadSummary?[entries.Count];
        await Parallel.ForAsync(
            0,
            entries.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (i, token) => rows[i] = await SummaryAsync(entries[i], rules, at, token));
        return new LeadPage
        {
            At = at ?? timeProvider.GetUtcNow(),
            Leads = [.. rows.OfType<LeadSummary>()],
            Next = entries.Count == count ? entries[^1].Cursor : null,
        };
    }

    /// <summary>Every lead as of a moment, from its facts.</summary>
    /// <param name="at">Moment.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async IAsyncEnumerable<LeadSnapshot> EvaluateAllAsync(
        DateTimeOffset at, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = new LeadView(await rulesSource.GetAsync(cancellationToken), localTime);
        string? cursor = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var entries = await ranks.ListAsync(cursor, 1000, cancellationToken);
            foreach (var entry in entries.Where(entry => seen.Add(entry.LeadId)))
            {
                if (view.Evaluate(await histories.ReadAsync(entry.LeadId, cancellationToken), at) is { } snapshot)
                {
                    yield return snapshot;
                }
            }

            cursor = entries.Count == 1000 ? entries[^1].Cursor : null;
        }
        while (cursor is not null);
    }

    private async Task<LeadSummary?> SummaryAsync(RankEntry entry, RulesInUse rules, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var profile = (await leads.GetProfileAsync(entry.LeadId, cancellationToken)).Value;

        // The entry is a hint: one that the profile does not confirm is of a change under way, or was left by one that did not end.
        if (profile is null || profile.RankKey != entry.RankKey)
        {
            if (timeProvider.GetUtcNow() - entry.WrittenAt >= RankEntry.Settled)
            {
                await ranks.RemoveAsync(entry.RankKey, entry.LeadId, entry.ETag, cancellationToken);
            }

            return null;
        }

        if (at is null)
        {
            return LeadSummary.Of(profile, rules.Scoring, timeProvider.GetUtcNow());
        }

        var history = await histories.ReadAsync(entry.LeadId, cancellationToken);
        return new LeadView(rules, localTime).Evaluate(history, at.Value) is { } snapshot ? LeadSummary.Of(snapshot) : null;
    }
}
