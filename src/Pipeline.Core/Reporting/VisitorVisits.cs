using Pipeline.Identity;
using Pipeline.Settings;

namespace Pipeline.Reporting;

/// <summary>Reads the visits of visitors from their states.</summary>
/// <param name="visitors">Visitor states.</param>
/// <param name="localTime">Cuts days.</param>
public sealed class VisitorVisits(IVisitorStore visitors, LocalTime localTime)
{
    private const int Parallelism = 16;

    /// <summary>Reads the visits that started in a period, each visitor's in order. One storage call a visitor, and one for each 100 later visits of it.</summary>
    /// <param name="visitorIds">Visitor ids, each once.</param>
    /// <param name="from">First local day.</param>
    /// <param name="to">Last local day; inclusive.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyList<DayVisit>> ListAsync(
        IReadOnlyList<string> visitorIds, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var visits = await ParallelReads.SelectAsync(visitorIds, Parallelism, (id, token) => ListAsync(id, from, to, token), cancellationToken);
        return [.. visits.SelectMany(some => some)];
    }

    private async Task<IEnumerable<DayVisit>> ListAsync(string visitorId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if ((await visitors.GetStateAsync(visitorId, cancellationToken)).Value is not { } state)
        {
            return [];
        }

        List<Visit> visits = [.. state.Visits];
        for (var row = (state.OlderVisits / VisitorState.VisitsPerRow) - 1; row >= 0 && localTime.DayOf(visits[0].StartedAt) >= from; row--)
        {
            visits.InsertRange(0, await visitors.GetOlderVisitsAsync(visitorId, row, cancellationToken));
        }

        return visits
            .Where(visit => localTime.DayOf(visit.StartedAt) is var day && day >= from && day <= to)
            .Select(visit => new DayVisit(visitorId, visit));
    }
}
