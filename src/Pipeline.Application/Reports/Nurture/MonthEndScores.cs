using Pipeline.Scoring.Refresh;
using Pipeline.Time;

namespace Pipeline.Reports.Nurture;

/// <summary>Puts the scores that leads had at the end of their month (<see cref="MonthEnds"/>) into a report.</summary>
public sealed class MonthEndScores(IMonthEndStore store, LocalTime localTime, TimeProvider timeProvider)
{
    /// <summary>Gives leads the scores of the snapshots; a lead that is in none yet keeps that of its profile.</summary>
    /// <param name="records">Leads.</param>
    /// <param name="query">What is asked for; as of a moment nothing changes, because those leads were computed from their facts.</param>
    public async Task<IReadOnlyList<LeadRecord>> ApplyAsync(
        IReadOnlyList<LeadRecord> records, ReportQuery query, CancellationToken cancellationToken)
    {
        if (query.At is not null)
        {
            return records;
        }

        var today = localTime.DayOf(timeProvider.GetUtcNow());
        var over = Month.Touched(query.From, query.To).Where(month => month.LastDay < today).ToList();
        if (over.Count == 0)
        {
            return records;
        }

        var scores = await store.ListAsync(over[0], over[^1], cancellationToken);
        return
        [
            .. records.Select(record => scores.TryGetValue(
                (Month.Of(localTime.DayOf(record.CreatedAt)), record.LeadId), out var score)
                ? record with { Insight = record.Insight with { MonthEndScore = score } }
                : record),
        ];
    }
}
