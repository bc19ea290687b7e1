using Pipeline.Testing.Worlds;

namespace Pipeline.UnitTests.Reports.Oracle;

// What stands of all that uploads said: of one fact the row that was said last, from when it counts, and from when on it does not.
internal sealed record OracleFact(OracleRow Row, DateTimeOffset FirstSaidAt, IReadOnlyList<DateTimeOffset> SaidAt)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly string[] Ladder = ["Lead", "MQL", "SQL", "Opportunity", "Won"];

    public DateTimeOffset At { get; init; } = Row.At;

    public bool IsDated { get; init; } = true;

    public DateTimeOffset? GoneAt { get; init; }

    public OracleFact? GoneBy { get; init; }

    public string Lead => Row.Lead;

    public string Stage => Row.Stage!;

    private int Rung => Array.IndexOf(Ladder, Row.Stage);

    private bool IsExit => Row.Stage is "Lost" or "Recycled";

    private (DateTimeOffset, int) Order => (Row.SaidAt, Row.Number);

    // Every fact that stands, of the CRM and of touches.
    public static List<OracleFact> All(IEnumerable<OracleRow> rows)
    {
        var standing = rows.GroupBy(row => row.Key).Select(Standing).OfType<OracleFact>().ToList();
        return
        [
            .. standing.Where(fact => fact.Row.IsTouch),
            .. standing.Where(fact => !fact.Row.IsTouch)
                .GroupBy(fact => fact.Row.Deal ?? $"of {fact.Lead}")
                .SelectMany(deal => Deal([.. deal])),
        ];
    }

    // One upload says one thing about a fact: the later row, but no row without an amount takes one away.
    private static OracleFact? Standing(IEnumerable<OracleRow> said)
    {
        var inOrder = said.GroupBy(row => row.Upload)
            .Select(upload => upload.MaxBy(row => (row.IsTouch || row.Removed || row.Cents is not null, row.Number))!)
                .OrderBy(row => row.SaidAt)
            .ThenBy(row => row.Number)
            .ToList();
        List<OracleRow> since = [.. inOrder.AsEnumerable().Reverse().TakeWhile(row => !row.Removed)];
        return since.Count == 0 ? null : new OracleFact(since[0], since[^1].SaidAt, [.. since.Select(row => row.SaidAt)]);
    }

    private static IEnumerable<OracleFact> Deal(List<OracleFact> facts)
    {
        var isDeal = facts[0].Row.Deal is not null;
        var dated = facts.ConvertAll(fact => fact.Dated(facts.Where(other => other.Stage == fact.Stage).Min(other => other.FirstSaidAt)));
        var last = Last(dated);
        var end = last.Where(fact => fact.IsExit || fact.Stage == "Won").Select(fact => (DateTimeOffset?)fact.At).Max();
        var clamped = dated.ConvertAll(fact => fact with
        {
            At = last.Where(later => fact.Rung is >= 0 and < 4 && later.IsAbove(fact) && later.Overtakes(fact, isDeal, end))
                .Select(later => later.At)
                .Append(fact.At)
                .Min(),
        });
        last = isDeal ? Last(clamped) : [];
        foreach (var fact in clamped)
        {
            var takers = fact.Row.IsRefund ? [] : last.Where(taker => taker.Ends(fact) is not null);
            var by = takers.OrderBy(taker => taker.Ends(fact)).ThenByDescending(taker => taker.Order).FirstOrDefault();
            yield return fact with { GoneAt = by?.Ends(fact), GoneBy = by };
        }
    }

    private static List<OracleFact> Last(IEnumerable<OracleFact> facts) =>
        [.. facts.Where(fact => !fact.Row.IsRefund && (fact.Rung >= 0 || fact.IsExit))
            .GroupBy(fact => fact.Stage)
            .Select(stage => stage.MaxBy(fact => fact.Order)!)];

    private OracleFact Dated(DateTimeOffset firstOfStage)
    {
        if (Row.Date.Length > 0 && !Row.IsForecast && Row.At <= FirstSaidAt)
        {
            return this;
        }

        if (!WorldRows.IsClosing(Stage) || Stage == "Pilot")
        {
            return this with { At = firstOfStage, IsDated = false };
        }

        // Said on its day, which is not over.
        var day = $"{TimeZoneInfo.ConvertTime(FirstSaidAt, Zone):yyyy-MM-dd}";
        return Row.Date.Length > 10 || Row.Date == day ? this with { At = FirstSaidAt } : this;
    }

    private bool IsAbove(OracleFact other) => other.Rung >= 0 && !other.Row.IsRefund && (Rung > other.Rung || (IsExit && other.Rung < 4));

    private bool Overtakes(OracleFact other, bool isDeal, DateTimeOffset? end) => At < other.At
        && (Row.SaidAt > other.Row.SaidAt
            ? isDeal || !other.IsDated
            : Row.SaidAt == other.Row.SaidAt && isDeal && (!other.IsDated || (At == end && (IsExit || Stage == "Won"))));

    private DateTimeOffset? Ends(OracleFact other)
    {
        var isSaleAndLoss = (Stage == "Won" && other.IsExit) || (IsExit && other.Stage == "Won");
        if (isSaleAndLoss && IsDated)
        {
            var isLater = Order.CompareTo(other.Order) > 0;
            return !other.IsDated ? (isLater ? At : null) : At > other.At || (At == other.At && isLater) ? At : null;
        }

        if (Row.SaidAt <= other.Row.SaidAt || (!isSaleAndLoss && !other.IsAbove(this)) || other.Stage == Stage)
        {
            return null;
        }

        return !IsDated ? SaidAt.Where(said => said > other.Row.SaidAt).Min() : At >= other.At ? At : null;
    }
}
