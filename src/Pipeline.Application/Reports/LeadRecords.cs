using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Pages;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Reports;

/// <summary>Reads every lead for a report: profiles by point reads, or, as of a moment, from the facts up to that moment.</summary>
public sealed class LeadRecords(
    ILeadStore leads, IRankIndex ranks, ListedLeads listed, LeadQueries queries, LocalTime localTime, TimeProvider timeProvider)
{
    private const int Page = 1000;
    private const int Parallelism = 16;

    /// <summary>Reads every lead, in the order of their ids.</summary>
    /// <param name="at">Moment to evaluate as of; null means now.</param>
    public async Task<IReadOnlyList<LeadRecord>> ListAsync(DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var records = new List<LeadRecord>();
        if (at is { } moment)
        {
            await foreach (var snapshot in queries.EvaluateAllAsync(moment, cancellationToken))
            {
                records.Add(new LeadRecord(
                    snapshot.LeadId, snapshot.CreatedAt, snapshot.Conversions, LeadInsights.Of(snapshot, localTime)));
            }
        }
        else
        {
            var profiles = await ParallelReads.SelectAsync(
                [.. await IdsAsync(cancellationToken)], Parallelism, leads.GetProfileAsync, cancellationToken);
            records.AddRange(profiles.Select(profile => profile.Value).OfType<LeadProfile>().Select(Record));
        }

        return InOrder(records);
    }

    /// <summary>
    /// Reads every lead without touches, contacts and visitors, in the order of their ids: from the pages, in a few calls, or like
    /// <see cref="ListAsync"/> while they are not complete.
    /// </summary>
    /// <param name="at">Moment to evaluate as of; null means now.</param>
    public async Task<IReadOnlyList<LeadRecord>> ListShortAsync(DateTimeOffset? at, CancellationToken cancellationToken) =>
        at is null && await listed.ListAsync(cancellationToken) is { } leads
            ? InOrder([.. leads.Select(Record)])
            : await ListAsync(at, cancellationToken);

    /// <summary>
    /// Reads every lead with the visitors that are linked to it; profiles of a version that did not keep them are evaluated anew.
    /// </summary>
    /// <param name="at">Moment to evaluate as of; null means now.</param>
    public async Task<IReadOnlyList<LeadRecord>> ListWithVisitorsAsync(DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var records = await ListAsync(at, cancellationToken);
        return records.All(record => record.Insight.Visitors is not null)
            ? records
            : await ListAsync(timeProvider.GetUtcNow(), cancellationToken);
    }

    private static LeadRecord Record(LeadProfile profile) =>
        new(profile.LeadId, profile.CreatedAt, profile.Conversions, profile.Insight);

    private static List<LeadRecord> InOrder(List<LeadRecord> records)
    {
        records.Sort((left, right) => string.CompareOrdinal(left.LeadId, right.LeadId));
        return records;
    }

    private async Task<HashSet<string>> IdsAsync(CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (string? cursor = null; ;)
        {
            var entries = await ranks.ListAsync(cursor, Page, cancellationToken);
            ids.UnionWith(entries.Select(entry => entry.LeadId));
            if (entries.Count < Page)
            {
                return ids;
            }

            cursor = entries[^1].Cursor;
        }
    }
}
