using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Lifecycle;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Time;

namespace Pipeline.Reports.Funnel;

/// <summary>Builds the funnel; pure.</summary>
public static class FunnelBuilder
{
    /// <summary>First day of the period before, of the same length.</summary>
    /// <param name="query">Period.</param>
    public static DateOnly PreviousFrom(ReportQuery query) => query.From.AddDays(query.From.DayNumber - query.To.DayNumber - 1);

    /// <summary>Builds the report.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="days">Rolled-up days of the period and of the one before.</param>
    /// <param name="leads">Every lead.</param>
    /// <param name="localTime">Cuts local days.</param>
    /// <param name="at">Moment that all is true at.</param>
    public static FunnelReport Build(
        ReportQuery query, IReadOnlyList<RolledUpDay> days, IReadOnlyList<LeadRecord> leads, LocalTime localTime, DateTimeOffset at)
    {
        var (start, end) = (localTime.StartOf(query.From), localTime.NextMidnight(query.To));
        var previousStart = localTime.StartOf(PreviousFrom(query));
        var steps = Steps(query, days, leads, previousStart, start, end);
        return new FunnelReport
        {
            From = query.From,
            To = query.To,
            PreviousFrom = PreviousFrom(query),
            At = at,
            TimeZone = localTime.Zone.Id,
            Steps = steps,
            Cohort = Cohort([.. leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end)]),
            Reopened = StageCounts.Reopened(leads, start, end),
            Deals = leads.SelectMany(lead => lead.Conversions)
                .Where(deal => deal.Conversion.Kind == ConversionKind.Customer
                    && deal.Conversion.Amount >= 0
                    && deal.Conversion.At >= start
                    && deal.Conversion.At < end)
                .DistinctBy(deal => deal.Conversion.Id).LongCount(),
            LossReasons =
            [
                .. leads.SelectMany(lead => lead.Insight.Stages)
                    .Where(move => FunnelNumbers.Losses.Contains(move.Meaning)
                        && move.Cause != StageCause.Score
                        && move.At >= start
                        && move.At < end)
                        .GroupBy(move => (Stage: move.Meaning, Reason: move.Reason ?? RollupDimensions.None))
                        .Select(group => new LossReason(group.Key.Stage, group.Key.Reason, group.LongCount()))
                        .OrderByDescending(loss => loss.Leads)
                    .ThenBy(loss => loss.Stage, StringComparer.Ordinal)
                    .ThenBy(loss => loss.Reason, StringComparer.Ordinal),
            ],
            Leak = steps.Where(step => step.Change < 0).OrderBy(step => step.Change).Select(step => step.Stage).FirstOrDefault(),
        };
    }

    private static List<FunnelStep> Steps(
        ReportQuery query,
        IReadOnlyList<RolledUpDay> days,
        IReadOnlyList<LeadRecord> leads,
        DateTimeOffset previousStart,
        DateTimeOffset start,
        DateTimeOffset end)
    {
        var now = days.Where(day => day.Day >= query.From && day.Day <= query.To).Sum(day => day.Rows.Sum(row => row.Visits));
        var before = days.Where(day => day.Day < query.From && day.Day >= PreviousFrom(query)).Sum(day => day.Rows.Sum(row => row.Visits));
        var steps = new List<FunnelStep> { new(FunnelNumbers.Visit, now, null, before, null, null, null) };
        foreach (var kind in StageCounts.Kinds)
        {
            var last = steps[^1];
            var entries = StageCounts.Count(leads, kind, start, end);
            var previous = StageCounts.Count(leads, kind, previousStart, start);
            var rate = ReportMoney.Rate(entries, last.Entries);
            var previousRate = ReportMoney.Rate(previous, last.PreviousEntries);
            steps.Add(new FunnelStep(
                StageCounts.NameOf(kind), entries, rate, previous, previousRate, rate - previousRate, MedianDays(leads, kind, start, end)));
        }

        return steps;
    }

    /// <summary>
    /// When leads reached a stage first within a time, and the nearest stage before that they did reach, so that a lead that skips one
    /// still counts.
    /// </summary>
    /// <param name="kind">Stage.</param>
    /// <param name="start">Inclusive.</param>
    /// <param name="end">Exclusive.</param>
    public static IEnumerable<(LeadRecord Lead, DateTimeOffset From, DateTimeOffset At)> Durations(
        IEnumerable<LeadRecord> leads, ConversionKind kind, DateTimeOffset start, DateTimeOffset end) => leads
        .Select(lead => (Lead: lead, At: StageCounts.FirstOf(lead, kind)))
        .Where(item => item.At >= start && item.At < end)
        .Select(item => (item.Lead, From: StageCounts.Kinds.Where(earlier => earlier < kind)
            .Select(earlier => StageCounts.FirstOf(item.Lead, earlier)).Where(earlier => earlier <= item.At).Max(), At: item.At!.Value))
        .Where(item => item.From is not null)
        .Select(item => (item.Lead, item.From!.Value, item.At));

    private static decimal? MedianDays(IReadOnlyList<LeadRecord> leads, ConversionKind kind, DateTimeOffset start, DateTimeOffset end) =>
        kind == ConversionKind.Lead
            ? null
            : StageCounts.Median(Durations(leads, kind, start, end).Select(item => (item.At - item.From).TotalDays));

    private static List<CohortStep> Cohort(List<LeadRecord> cohort)
    {
        var steps = new List<CohortStep>();
        foreach (var kind in StageCounts.Kinds)
        {
            var reached = cohort.LongCount(lead => StageCounts.FirstOf(lead, kind) is not null);
            var before = steps.Count == 0 ? null : ReportMoney.Rate(reached, steps[^1].Leads);
            steps.Add(new CohortStep(StageCounts.NameOf(kind), reached, before, ReportMoney.Rate(reached, cohort.Count)));
        }

        return steps;
    }
}
