using Pipeline.Days;
using Pipeline.Rollups;

namespace Pipeline.Reports;

/// <summary>Finds the ids of visitors that did not convert: the roll-ups keep no more than hashes of them.</summary>
internal sealed class VisitorNames(IDayIndex dayIndex)
{
    /// <summary>Lists the ids of the period's visitors by their hashes; none when there is no visitor to name.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ListAsync(
        ReportQuery query, IEnumerable<NonConverter> others, CancellationToken cancellationToken) =>
            others.Any(other => other.Visitor is not null)
            ? (await dayIndex.ListAsync(DayEntryKind.Visit, query.From, query.To, cancellationToken))
                .Select(active => active.Id).Distinct(StringComparer.Ordinal).ToDictionary(VisitMark.HashOf)
            : new Dictionary<long, string>();
}
