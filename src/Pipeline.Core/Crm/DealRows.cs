using Pipeline.Lifecycle;
using Pipeline.Time;

namespace Pipeline.Crm;

/// <summary>
/// An upload is a snapshot of a deal. Works out from when each row counts and what takes what back, as pure functions of all rows of a
/// deal.
/// </summary>
public static class DealRows
{
    // Clocks differ: a sale that a CRM dates moments ahead of its upload was not told in advance.
    internal static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Dates rows. A stage on the way to a sale that has no date of its own, or one after its upload (a forecast), counts from the earliest
    /// upload that said it; a sale or loss of the day of its upload counts from the upload, not from that day's end. What a later upload
    /// overtook with an earlier date is dated there, so that no stale stage follows a sale.
    /// </summary>
    /// <param name="rows">All rows of a deal, or all that a lead has without one; meanings as the settings say them now.</param>
    /// <param name="localTime">Cuts local days.</param>
    /// <param name="isDeal">True for a deal: then its stages follow each other.</param>
    /// <returns>The same rows in the same order.</returns>
    public static IReadOnlyList<DealRow> Date(IReadOnlyList<DealRow> rows, LocalTime localTime, bool isDeal)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(localTime);
        var first = rows.Where(row => row.Stands).GroupBy(row => row.Stage, StringComparer.Ordinal)
            .ToDictionary(stage => stage.Key, stage => stage.Min(row => row.FirstSaidAt), StringComparer.Ordinal);
        var dated = rows.Select(row => row.Stands ? Dated(row, first[row.Stage], localTime) : row).ToList();
        var last = LastOfStages(dated);
        return [.. dated.Select(row => Overtaken(row, last, isDeal))];
    }

    /// <summary>Finds what rows of a deal took back: see <see cref="InstantOf"/>.</summary>
    /// <param name="dated">Rows as <see cref="Date"/> gives them.</param>
    /// <returns>The same rows in the same order.</returns>
    public static IReadOnlyList<DealRow> TakeBack(IReadOnlyList<DealRow> dated)
    {
        ArgumentNullException.ThrowIfNull(dated);
        var last = LastOfStages(dated);
        return [.. dated.Select(row => TakeBack(row, last))];
    }

    private static DealRow Dated(DealRow row, DateTimeOffset firstOfStage, LocalTime localTime)
    {
        var version = row.Version;
        if (row.Date.Length > 0 && !version.IsForecast && version.At <= row.FirstSaidAt)
        {
            return row;
        }

        if (!IsClosing(row))
        {
            return row with { Version = version with { At = firstOfStage, HasOwnDate = false } };
        }

        // Rows of earlier releases may be dated ahead.
        var isOfItsDay = row.Date.Length == 0
            || (row.HasTime
                ? version.At - row.FirstSaidAt <= Skew
                : LocalTime.Text(localTime.DayOf(row.FirstSaidAt)) == row.Date);
        return isOfItsDay ? row with { Version = version with { At = row.FirstSaidAt } } : row;
    }

    private static bool IsClosing(DealRow row) => row.IsWon || row.IsRefund || (row.IsExit && row.Version.Meaning != StageNames.Recycled);

    // Of each stage the row that was said last: dates that were edited since take nothing back any more.
    private static List<DealRow> LastOfStages(IReadOnlyList<DealRow> rows) =>
    [
        .. rows.Where(row => row.Stands && !row.IsRefund && (row.Rung is not null || row.IsExit))
            .GroupBy(row => row.Stage, StringComparer.Ordinal)
            .Select(stage => stage.Aggregate((kept, other) => other.CompareTo(kept) > 0 ? other : kept)),
    ];

    private static DealRow Overtaken(DealRow row, List<DealRow> last, bool isDeal)
    {
        if (!row.Stands || !row.IsOpen)
        {
            return row;
        }

        var at = row.At;
        var closedAt = last.Where(other => other.IsWon || other.IsExit).Select(other => (DateTimeOffset?)other.At).Max();
        foreach (var other in last.Where(other => other.At < at && IsAbove(other, row)))
        {
            // Without a deal only what has no date of its own may have been about the same. Of one upload a date counts, unless the deal is
            // closed by then.
            var overtakes = other.LastSaidAt > row.LastSaidAt
                ? isDeal || !row.Version.HasOwnDate
                : isDeal && other.LastSaidAt == row.LastSaidAt
                    && (!row.Version.HasOwnDate || (other.At == closedAt && (other.IsWon || other.IsExit)));
            at = overtakes && other.At < at ? other.At : at;
        }

        return at == row.At ? row : row with { Version = row.Version with { At = at } };
    }

    private static DealRow TakeBack(DealRow row, List<DealRow> last)
    {
        if (!row.Stands || row.IsRefund)
        {
            return row;
        }

        var taken = row;
        foreach (var taker in last)
        {
            // Of two at one instant the one said last, so that all leads of a deal see the same.
            if (taker.Stage != row.Stage && InstantOf(taker, row) is { } at && !(at > taken.TakenBackAt)
                && (at < taken.TakenBackAt || taken.TakenBackBy is not { } by || taker.CompareTo(by) > 0))
            {
                taken = taken with { TakenBackAt = at, TakenBackBy = taker };
            }
        }

        return taken;
    }

    /// <summary>
    /// From when on a row takes another one back. Of a sale and a loss the later dated one takes the other back, of one date the later
    /// said. A stage takes a higher one, or a loss, back when a later upload says it, unless its own date lies before: then it is history,
    /// as are several stages in one upload.
    /// </summary>
    /// <returns>Null when it does not.</returns>
    private static DateTimeOffset? InstantOf(DealRow taker, DealRow row)
    {
        var isClosed = (taker.IsWon && row.IsExit) || (taker.IsExit && row.IsWon);
        if (isClosed && taker.Version.HasOwnDate)
        {
            var byDate = row.Version.HasOwnDate ? taker.At.CompareTo(row.At) : 0;
            return byDate > 0 || (byDate == 0 && taker.CompareTo(row) > 0) ? taker.At : null;
        }

        if ((!isClosed && !IsAbove(row, taker)) || taker.LastSaidAt <= row.LastSaidAt)
        {
            return null;
        }

        return !taker.Version.HasOwnDate ? taker.SaidAt.Where(said => said > row.LastSaidAt).DefaultIfEmpty(taker.LastSaidAt).Min()
            : taker.At >= row.At ? taker.At
            : null;
    }

    private static bool IsAbove(DealRow higher, DealRow lower) =>
        lower.Rung is { } rung && (higher.Rung > rung || (higher.IsExit && lower.IsOpen));
}
