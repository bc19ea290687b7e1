using Pipeline.Attribution;
using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Scoring;
using Pipeline.Time;

namespace Pipeline.Leads;

/// <summary>Sums up a lead for reports; a pure function of its snapshot and the rules.</summary>
public static class LeadInsights
{
    /// <summary>Sums up a lead.</summary>
    /// <param name="snapshot">Lead as of a moment.</param>
    /// <param name="localTime">Cuts local months.</param>
    public static LeadInsight Of(LeadSnapshot snapshot, LocalTime localTime)
    {
        var rules = snapshot.Scoring.Rules.Rules;
        var monthEnd = localTime.NextMidnight(Month.Of(localTime.DayOf(snapshot.CreatedAt)).LastDay);
        var wonAt = snapshot.Conversions
            .Where(conversion => conversion.Conversion.Kind == ConversionKind.Customer)
            .Select(conversion => (DateTimeOffset?)conversion.Conversion.At)
            .Min();
        var curve = new ScoreCurve(snapshot.ScoreLines, rules);
        return new LeadInsight
        {
            Stages = snapshot.Stages.Transitions,
            Contacts = [.. snapshot.Touches
                .Select(touch => new LeadContact(touch.At, touch.Source.Channel))
                .TakeLast(LeadInsight.MaxContacts)],
            Activities = Activities(snapshot),
            Visitors = snapshot.Visitors.Count <= LeadInsight.MaxVisitors ? snapshot.Visitors :
            [
                .. snapshot.Visitors.OrderBy(visitor => visitor.Since).ThenBy(visitor => visitor.VisitorId, StringComparer.Ordinal)
                    .Take(LeadInsight.MaxVisitors).OrderBy(visitor => visitor.VisitorId, StringComparer.Ordinal),
            ],
            MonthEndScore = MonthEndScore(snapshot, monthEnd),
            PeakScore = snapshot.ScoreLines
                .Where(line => wonAt is null || line.OccurredAt <= wonAt)
                .Select(line => curve.ScoreAt(line.OccurredAt))
                .DefaultIfEmpty(0)
                .Max(),
        };
    }

    // What was true then stays true: rules that were activated later change no month that is over.
    private static double MonthEndScore(LeadSnapshot snapshot, DateTimeOffset monthEnd)
    {
        var period = snapshot.Periods.LastOrDefault(period => period.From <= monthEnd) ?? snapshot.Periods[0];
        return new ScoreCurve([.. period.Lines.Where(line => line.OccurredAt < monthEnd)], period.Rules).ScoreAt(monthEnd);
    }

    /// <summary>Names what an event is, without its parameters.</summary>
    /// <param name="captured">Event.</param>
    /// <returns>Null for what is no act of its own, as engagement with a page.</returns>
    public static string? KeyOf(CapturedEvent captured) => Name(captured) is { } name
        ? name.Length <= LeadInsight.MaxKeyLength
            ? name
            : name[..(char.IsHighSurrogate(name[LeadInsight.MaxKeyLength - 1]) ? LeadInsight.MaxKeyLength - 1 : LeadInsight.MaxKeyLength)]
        : null;

    private static string? Name(CapturedEvent captured) => captured.Type switch
    {
        EventType.PageView => Uri.TryCreate(captured.Url, UriKind.Absolute, out var page) ? $"page {page.AbsolutePath}" : null,
        EventType.Form => $"form {captured.Form}",
        EventType.Custom => $"event {captured.Name}",
        EventType.Click => captured.Campaign?.Medium is { } medium ? $"click {medium}" : "click",
        EventType.Identify => "identify",
        _ => null,
    };

    private static List<LeadActivity> Activities(LeadSnapshot snapshot)
    {
        var points = snapshot.ScoreLines.ToLookup(line => line.EventId, line => line.Points);
        return
        [
            .. snapshot.Events
                .Where(item => !item.Event.Automatic)
                .Select(item => (Key: KeyOf(item.Event), item.Event))
                .Where(item => item.Key is not null)
                .GroupBy(item => item.Key!, item => item.Event, StringComparer.Ordinal)
                .Select(group => new LeadActivity(
                    group.Key, group.First().OccurredAt, group.Count(), group.Sum(captured => points[captured.Id].Sum())))
                .OrderBy(activity => activity.FirstAt)
                .ThenBy(activity => activity.Key, StringComparer.Ordinal)
                .Take(LeadInsight.MaxActivities),
        ];
    }
}
