using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Money;
using Pipeline.Time;

namespace Pipeline.Rollups;

/// <summary>A day that says something else than when it was first complete: late events, links, undone links, edited deals.</summary>
public sealed record Restatement
{
    /// <summary>Local day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When its present sums were found; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Visits more (or less) than at first.</summary>
    public long Visits { get; init; }

    /// <summary>Visits of machines more (or less) than at first; 0 too where the first sums did not keep them.</summary>
    public long AutomaticVisits { get; init; }

    /// <summary>Page views of nobody more (or less) than at first; 0 too where the first sums did not keep them.</summary>
    public long AnonymousPageViews { get; init; }

    /// <summary>Conversions more (or less) than at first, by kind; kinds without a difference are left out.</summary>
    public required SortedDictionary<ConversionKind, long> Conversions { get; init; }

    /// <summary>
    /// Amount more (or less) than at first in units of the report's currency, by kind; kinds without a difference are left out.
    /// </summary>
    public required SortedDictionary<ConversionKind, decimal> Amounts { get; init; }

    /// <summary>True when no sum differs: visits or credit moved from one source to another.</summary>
    public bool Moved => Visits == 0 && AutomaticVisits == 0 && AnonymousPageViews == 0 && Conversions.Count == 0 && Amounts.Count == 0;

    /// <summary>What changed, in words: <c>visits +1; lead -1; customer amount +120.00</c>, or that something moved.</summary>
    public string Describe() => Moved ? "moved between sources" : string.Join(
        "; ",
        new[] { ("visits", Visits), ("visits of machines", AutomaticVisits), ("page views of nobody", AnonymousPageViews) }
            .Where(item => item.Item2 != 0).Select(item => Text(item.Item1, item.Item2))
            .Concat(Conversions.Select(item => Text(NameOf(item.Key), item.Value)))
            .Concat(Amounts.Select(item => string.Create(
                CultureInfo.InvariantCulture, $"{NameOf(item.Key)} amount {item.Value:+0.00;-0.00;0}"))));

    /// <summary>Adds to a day what is known of its earlier roll-ups.</summary>
    /// <param name="day">Day as it is now.</param>
    /// <param name="before">What is stored of it; null when it was never rolled up.</param>
    /// <param name="localTime">Tells when the day is complete.</param>
    public static RolledUpDay Mark(RolledUpDay day, RollupHead? before, LocalTime localTime)
    {
        var totals = RollupTotals.Of(day);
        var isComplete = day.At >= localTime.NextMidnight(day.Day) + DirtyDay.Settled;
        var first = before?.First ?? (isComplete ? totals : null);
        var isSame = first is null || first.Digest == totals.Digest;
        return day with
        {
            First = first,
            RestatedAt = isSame ? null : before?.Totals?.Digest == totals.Digest ? before.RestatedAt ?? day.At : day.At,
        };
    }

    /// <summary>Tells the difference; null when the day is as it was.</summary>
    /// <param name="day">Rolled-up day.</param>
    /// <param name="money">Shows amounts.</param>
    public static Restatement? Of(RolledUpDay day, ReportMoney money)
    {
        if (day is not { First: { } first, RestatedAt: { } at })
        {
            return null;
        }

        var totals = RollupTotals.Of(day);
        return new Restatement
        {
            Day = day.Day,
            At = at,
            Visits = totals.Visits - first.Visits,
            AutomaticVisits = totals.AutomaticVisits - first.AutomaticVisits ?? 0,
            AnonymousPageViews = totals.AnonymousPageViews - first.AnonymousPageViews ?? 0,
            Conversions = Difference(totals.Conversions, first.Conversions),
            Amounts = new(Difference(totals.Amounts, first.Amounts).ToDictionary(item => item.Key, item => money.Of(item.Value))),
        };
    }

    private static string Text(string name, long difference) => string.Create(CultureInfo.InvariantCulture, $"{name} {difference:+0;-0;0}");

    private static SortedDictionary<ConversionKind, long> Difference(
        SortedDictionary<ConversionKind, long> now, SortedDictionary<ConversionKind, long> first) => new(
        now.Keys.Union(first.Keys)
            .Select(kind => (kind, Value: now.GetValueOrDefault(kind) - first.GetValueOrDefault(kind)))
            .Where(item => item.Value != 0)
            .ToDictionary(item => item.kind, item => item.Value));

    private static string NameOf(ConversionKind kind) => kind.ToString().ToLowerInvariant();
}
