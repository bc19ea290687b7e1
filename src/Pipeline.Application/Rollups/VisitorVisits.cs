using Pipeline.Days;
using Pipeline.Identity;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Rollups;

/// <summary>Reads the visits of visitors from their states.</summary>
/// <param name="visitors">Visitor states.</param>
/// <param name="dayIndex">Who was active on a day.</param>
/// <param name="localTime">Cuts days.</param>
public sealed class VisitorVisits(IVisitorStore visitors, IDayIndex dayIndex, LocalTime localTime)
{
    private const int Parallelism = 16;

    /// <summary>Reads the visits that started on a day, of the visitors that are indexed under it.</summary>
    /// <param name="day">Local day.</param>
    public async Task<IReadOnlyList<DayVisit>> ListAsync(DateOnly day, CancellationToken cancellationToken) =>
        await ListAsync(await dayIndex.ListAsync(DayEntryKind.Visit, day, cancellationToken), day, day, cancellationToken);

    /// <summary>
    /// Reads the visits that started in a period, each visitor's in order. One storage call a visitor, and a few for one with more than 100
    /// visits.
    /// </summary>
    /// <param name="visitorIds">Visitor ids, each once.</param>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    public async Task<IReadOnlyList<DayVisit>> ListAsync(
        IReadOnlyList<string> visitorIds, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var visits = await ParallelReads.SelectAsync(
            visitorIds, Parallelism, (id, token) => ListAsync(id, from, to, token), cancellationToken);
        return [.. visits.SelectMany(some => some)];
    }

    private async Task<IEnumerable<DayVisit>> ListAsync(string visitorId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if ((await visitors.GetStateAsync(visitorId, cancellationToken)).Value is not { } state)
        {
            return [];
        }

        List<Visit> visits = [.. state.Visits];
        if (state.OlderVisits > 0 && localTime.DayOf(visits[0].StartedAt) >= from)
        {
            visits.InsertRange(0, await OlderAsync(visitorId, state.OlderVisits / VisitorState.VisitsPerRow, from, to, cancellationToken));
        }

        return visits
            .Where(visit => localTime.DayOf(visit.StartedAt) is var day && day >= from && day <= to)
            .Select(visit => new DayVisit(visitorId, visit));
    }

    // The rows are in order of time. Mostly the last one is enough; a day long ago is found by halving.
    private async Task<List<Visit>> OlderAsync(string visitorId, int rows, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var read = new Dictionary<int, IReadOnlyList<Visit>>();
        var (low, high) = (0, rows);
        for (var row = rows - 1; low < high; row = (low + high) / 2)
        {
            var isLate = await FirstDayAsync(row) > to;
            (low, high) = isLate ? (low, row) : (row + 1, high);
        }

        var visits = new List<Visit>();
        for (var row = low - 1; row >= 0; row--)
        {
            var isFirst = await FirstDayAsync(row) < from;
            visits.InsertRange(0, read[row]);
            if (isFirst)
            {
                break;
            }
        }

        return visits;

        async Task<DateOnly> FirstDayAsync(int row)
        {
            if (!read.TryGetValue(row, out var some))
            {
                read[row] = some = await visitors.GetOlderVisitsAsync(visitorId, row, cancellationToken);
            }

            return some.Count > 0 ? localTime.DayOf(some[0].StartedAt) : DateOnly.MinValue;
        }
    }
}
