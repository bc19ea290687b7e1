using System.Collections.Concurrent;
using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Imports;
using Pipeline.Problems;
using Pipeline.Records;

namespace Pipeline.Crm;

/// <summary>
/// CRM uploads: each row is a version of one fact of its lead. Safe to repeat, in any order and by several at a time: a version that says
/// what the one before it says is none, and the leads are refreshed after their facts are there.
/// </summary>
public sealed class CrmImport(
    ICrmStore store, PendingRefreshes refreshes, OpportunityJoin opportunities, LeadIds leadIds, CrmRowReader reader, ConflictRetry retry)
    : IImport<CrmRow>
{
    private const int Parallelism = 8;

    /// <inheritdoc/>
    public ImportTable Table => reader.Table;

    /// <inheritdoc/>
    public CrmRow? Read(ImportRow row) => reader.Read(row);

    /// <inheritdoc/>
    public IReadOnlyList<CrmRow> ReadAll(ImportRow row) => reader.ReadAll(row);

    /// <inheritdoc/>
    public void Check(ImportSettings settings, ICollection<Problem> problems) => reader.Check(settings, problems);

    /// <inheritdoc/>
    public DateTimeOffset? MomentOf(CrmRow value) => value.Content.At == default ? null : value.Content.At;

    /// <inheritdoc/>
    public IEnumerable<(int Place, Problem Problem)> Compare(IReadOnlyList<ImportedRow<CrmRow>> rows) => CrmRowReader.Compare(rows);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RowOutcome>> StoreAsync(
        IReadOnlyList<ImportedRow<CrmRow>> rows, ImportUpload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(upload);
        var outcomes = new RowOutcome[rows.Count];
        var dryRun = upload.Settings.DryRun;
        var open = dryRun ? default : await refreshes.OpenAsync(cancellationToken);
        foreach (var piece in LeadRows.Cut(rows, row => leadIds.Of(row.Email)))
        {
            var keys = piece.SelectMany(lead => lead.Rows).Select(row => row.Value.Opportunity).OfType<string>()
                .Select(OpportunityRecord.KeyOf).Distinct().ToList();
            var pending = dryRun ? null : await refreshes.BeginAsync([.. piece.Select(lead => lead.LeadId)], keys, cancellationToken);
            var facts = new ConcurrentBag<CrmFact>();
            var touched = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(piece, Options(cancellationToken), async (lead, token) =>
            {
                foreach (var group in lead.Rows.GroupBy(
                    row => (row.Value.Opportunity, row.Value.Stage, row.Value.Date, Deal.IsRefund(row.Value.Content))))
                {
                    // Of one upload the later row counts, unless it has no amount where another has; the others never were.
                    var said = group.Select(row => (row.Place, Fact: FactOf(lead.LeadId, row.Value, upload.At, row.Number))).ToList();
                    var (place, fact) = said.MaxBy(row =>
                        (row.Fact.Current.Removed || row.Fact.Current.Reported is not null, row.Fact.Current.Row));
                    var (stored, isChange) = await StoreAsync(fact, dryRun, token);
                    foreach (var other in said.Where(other => other.Fact.Current.Hash != fact.Current.Hash))
                    {
                        outcomes[other.Place] = RowOutcome.Replaced;
                    }

                    outcomes[place] = isChange ? RowOutcome.Taken : RowOutcome.Unchanged;
                    facts.Add(stored);
                    if (isChange || open.LeadIds?.Contains(lead.LeadId) == true)
                    {
                        touched[lead.LeadId] = true;
                    }
                }
            });
            if (pending is null)
            {
                continue;
            }

            var byOpportunity = facts
                .Where(fact => fact.Opportunity is not null)
                .GroupBy(fact => fact.Opportunity!, StringComparer.Ordinal);
            await Parallel.ForEachAsync(byOpportunity, Options(cancellationToken), async (parts, token) =>
            {
                var (record, isChange) = await opportunities.JoinAsync(parts.Key, [.. parts], token);
                if (isChange || open.OpportunityKeys.Contains(OpportunityRecord.KeyOf(parts.Key)))
                {
                    foreach (var leadId in record.LeadIds)
                    {
                        touched[leadId] = true;
                    }
                }
            });
            await refreshes.EndAsync(pending, touched.Keys, cancellationToken);
        }

        foreach (var place in ReplacedBySameDeal(rows))
        {
            outcomes[place] = RowOutcome.Replaced;
        }

        return outcomes;
    }

    internal static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };

    // Rows about one stage of a deal, of whichever leads and dates, are one statement: the later one counts.
    private static IEnumerable<int> ReplacedBySameDeal(IReadOnlyList<ImportedRow<CrmRow>> rows) => rows
        .Select((row, place) => (row.Number, row.Value, row.Value.Content, Place: place))
        .Where(row => row.Value.Opportunity is not null && !row.Content.Removed)
        .GroupBy(row => (row.Value.Opportunity, row.Value.Stage, Refunded: Deal.IsRefund(row.Content) ? row.Value.Date : null))
        .SelectMany(same =>
        {
            var counts = same.MaxBy(row => (row.Content.Reported is not null, row.Number));
            return same
                .Where(row => row.Value.Date != counts.Value.Date
                    || (row.Content.Amount is not null && row.Content.Reported != counts.Content.Reported))
                .Select(row => row.Place);
        });

    private static CrmFact FactOf(string leadId, CrmRow row, DateTimeOffset uploadedAt, int number) => new()
    {
        LeadId = leadId,
        Email = row.Email,
        Opportunity = row.Opportunity,
        Stage = row.Stage,
        Date = row.Date,
        Versions = [row.Content.Stamp(uploadedAt, number)],
    };

    private async Task<(CrmFact Stored, bool IsChange)> StoreAsync(CrmFact fact, bool dryRun, CancellationToken cancellationToken) =>
        await retry.RunAsync(
            async token =>
            {
                var known = await store.GetFactAsync(fact.LeadId, fact.Key, token);
                var next = known.Value is null ? fact : known.Value.With(fact.Current);
                if (next is not null && !dryRun)
                {
                    await store.PutFactAsync(next, known.ETag, token);
                }

                return (next ?? known.Value!, next is not null && known.Value?.SaysTheSame(next) != true);
            },
            cancellationToken);
}
