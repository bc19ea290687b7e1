using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Text;
using Pipeline.Time;

namespace Pipeline.Reports.Explanations;

/// <summary>
/// Lists the visits behind a number, all or a page of them. A page reads the visitors alone that were there on its own days by a channel
/// that is asked for: which those are, and the whole sum, the roll-ups tell.
/// </summary>
/// <param name="source">Gives visits and roll-ups.</param>
/// <param name="localTime">Cuts days.</param>
/// <param name="money">Shows amounts.</param>
internal sealed class VisitPages(ReportMaterial source, LocalTime localTime, ReportMoney money)
{
    /// <summary>Opens a number that counts visits.</summary>
    /// <param name="query">Period, page and moment.</param>
    /// <param name="who">Whose visits.</param>
    /// <param name="isAsked">Tells which sources and pages are asked for.</param>
    /// <returns>The visits of the page in order of time, what all of them sum to, and where the next page begins.</returns>
    public async Task<ReportExplanation> OpenAsync(
        ReportQuery query, VisitsOf who, Func<RollupDimensions, bool> isAsked, CancellationToken cancellationToken)
    {
        var (found, sum, next) = await ListAsync(query, who, isAsked, cancellationToken);
        return ReportExplanation.Create(query, money, found) with { Sum = sum, Next = next };
    }

    private async Task<(IReadOnlyList<ExplainedRow> Rows, decimal Sum, string? Next)> ListAsync(
        ReportQuery query, VisitsOf who, Func<RollupDimensions, bool> isAsked, CancellationToken cancellationToken)
    {
        var rolledUp = await source.DaysAsync(query, cancellationToken);
        var channels = rolledUp.SelectMany(day => day.Rows)
            .Where(row => MayBeAsked(row.Dimensions, isAsked))
            .Select(row => row.Dimensions.Channel)
            .ToHashSet(NameFold.Comparer);
        if (query.PageSize is not { } size)
        {
            var all = await ReadAsync(query, who, channels, isAsked, cancellationToken);
            return (all, all.Sum(row => row.Credit), null);
        }

        var days = rolledUp
            .Select(day => (day.Day, Rows: day.Rows.Where(row => isAsked(row.Dimensions)).ToList()))
            .Select(day => (day.Day, Visits: day.Rows.Sum(row => row.Visits), Automatic: day.Rows.Sum(row => row.AutomaticVisits)))
            .ToList();
        var first = query.After is { } cursor ? localTime.DayOf(cursor.At) : query.From;
        var open = new Queue<(DateOnly Day, long Count)>(days.Where(day => day.Day >= first).OrderBy(day => day.Day)
            .Select(day => (day.Day, Count: (who == VisitsOf.Machines ? 0 : day.Visits) + (who == VisitsOf.People ? 0 : day.Automatic)))
            .Where(day => day.Count > 0));
        var page = new List<ExplainedRow>();
        while (page.Count <= size && open.TryDequeue(out var start))
        {
            var (to, expected) = start;

            // For an earlier moment every visitor has to be read: once.
            while ((query.At is not null || page.Count + expected <= size) && open.TryPeek(out var next))
            {
                (to, expected) = (open.Dequeue().Day, expected + next.Count);
            }

            var found = await ReadAsync(query with { From = start.Day, To = to }, who, channels, isAsked, cancellationToken);
            page.AddRange(found.Where(row => query.After?.IsBefore(row.At, row.Id) ?? true));
        }

        var sum = days.Sum(day => who == VisitsOf.Machines ? day.Automatic : day.Visits);
        return page.Count > size
            ? (page[..size], sum, new VisitCursor(page[size - 1].At, page[size - 1].Id).ToString())
            : (page, sum, null);
    }

    // What a day sums as "(other)" may have been anything.
    private static bool MayBeAsked(RollupDimensions row, Func<RollupDimensions, bool> isAsked) =>
        isAsked(row)
            || RollupDimensions.Other == row.Source
            || RollupDimensions.Other == row.Campaign
            || RollupDimensions.Other == row.LandingPage;

    // A visit of another channel is not asked for, so its visitor need not be read.
    private async Task<List<ExplainedRow>> ReadAsync(
        ReportQuery query,
        VisitsOf who,
        HashSet<string> channels,
        Func<RollupDimensions, bool> isAsked,
        CancellationToken cancellationToken)
    {
        var visits = await source.VisitsOfAsync(
            query, mark => channels.Contains(mark.Channel)
                && (who == VisitsOf.All || mark.Automatic == (who == VisitsOf.Machines)), cancellationToken);
        var people = who == VisitsOf.Machines ? [] : ExplainedRows.OfVisits(visits);
        var machines = who == VisitsOf.People ? [] : ExplainedRows.OfVisits(visits, machines: true);
        return
        [
            .. people.Concat(who == VisitsOf.All ? machines.Select(row => row with { Credit = 0 }) : machines)
                .Where(row => isAsked(new RollupDimensions(row.Channel!, row.Source!, row.Medium!, row.Campaign!, row.LandingPage!)))
                .OrderBy(row => row.At).ThenBy(row => row.Id, StringComparer.Ordinal),
        ];
    }
}
