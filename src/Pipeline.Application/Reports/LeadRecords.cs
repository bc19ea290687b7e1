using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Reports;

/// <summary>Reads every lead for a report: profiles by point reads, or, as of a moment, from the facts up to that moment.</summary>
public sealed class LeadRecords(ILeadStore leads, IRankIndex ranks, LeadQueries queries, LocalTime localTime, TimeProvider timeProvider)
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
            records.AddRange(profiles.Where(profile => profile.Value is not null).Select(profile => new LeadRecord(
                profile.Value!.LeadId, profile.Value.CreatedAt, profile.Value.Conversions, profile.Value.Insight)));
        }

        records.Sort((left, right) => string.CompareOrdinal(left.LeadId, right.LeadId));
        return records;
    }

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
