using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Rollups;
using Pipeline.Time;

namespace Pipeline.Reports;

/// <summary>
/// Gives what reports are built from: the roll-ups, today's made again when it is too old, or, as of a moment, the facts up to that moment.
/// </summary>
public sealed class ReportMaterial(
    DayRollups rollup,
    IRollupStore rollups,
    IRollupDays rollupDays,
    IDayIndex dayIndex,
    VisitorVisits visitorVisits,
    IAnonymousViewStore anonymousViews,
    LeadQueries leads,
    LocalTime localTime,
    IOptions<TodayOptions> options,
    TimeProvider timeProvider)
{
    private const int Parallelism = 16;

    private readonly ConcurrentDictionary<DateOnly, Lazy<Task>> _running = new();

    /// <summary>Present moment, or the one that is asked for.</summary>
    /// <param name="query">What is asked for.</param>
    public DateTimeOffset MomentOf(ReportQuery query) => query.At ?? timeProvider.GetUtcNow();

    /// <summary>Rolled-up days of the period, credited with the parameters that are asked for.</summary>
    /// <param name="query">What is asked for.</param>
    public async Task<IReadOnlyList<RolledUpDay>> DaysAsync(ReportQuery query, CancellationToken cancellationToken) =>
        ShownDays.Of(await DaysAsWrittenAsync(query, cancellationToken));

    private async Task<IReadOnlyList<RolledUpDay>> DaysAsWrittenAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        if (query.At is { } at)
        {
            return await DaysAsOfAsync(query, at, cancellationToken);
        }

        await RefreshOpenDaysAsync(query, cancellationToken);
        var days = await rollups.ListAsync(query.From, query.To, cancellationToken);
        if (query.Parameters with { MinimumConversions = rollup.Parameters.MinimumConversions } == rollup.Parameters)
        {
            return days;
        }

        var journeys = (await rollups.ListJourneysAsync(query.From, query.To, cancellationToken)).ToLookup(
            item => item.Day, item => item.Journey);
        return [.. days.Select(day => DayRollup.Recredit(day, [.. journeys[day.Day]], query.Parameters))];
    }

    /// <summary>Journeys of the period's conversions.</summary>
    /// <param name="query">What is asked for.</param>
    public async Task<IReadOnlyList<DayJourney>> JourneysAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        if (query.At is { } at)
        {
            return [.. (await JourneysAsOfAsync(at, cancellationToken)).Where(item => item.Day >= query.From && item.Day <= query.To)];
        }

        await RefreshOpenDaysAsync(query, cancellationToken);
        return await rollups.ListJourneysAsync(query.From, query.To, cancellationToken);
    }

    /// <summary>Visits of the period by the local day they start.</summary>
    /// <param name="query">What is asked for.</param>
    public Task<IReadOnlyList<(DateOnly Day, DayVisit Visit)>> VisitsAsync(ReportQuery query, CancellationToken cancellationToken) =>
        VisitsAsync(query, _ => true, cancellationToken);

    /// <summary>All visits in the period of those visitors that made one of some kind, by the local day they start.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="isOfKind">Tells the kind by the short visits of the roll-ups; a question about an earlier moment has none, and reads
    /// all.</param>
    public async Task<IReadOnlyList<(DateOnly Day, DayVisit Visit)>> VisitsOfAsync(
        ReportQuery query, Func<VisitMark, bool> isOfKind, CancellationToken cancellationToken)
    {
        if (query.At is not null)
        {
            return await VisitsAsync(query, cancellationToken);
        }

        var visitors = (await MarksAsync(query, query.From, cancellationToken)).Where(isOfKind).Select(mark => mark.Visitor).ToHashSet();
        return await VisitsAsync(query, id => visitors.Contains(VisitMark.HashOf(id)), cancellationToken);
    }

    private async Task<IReadOnlyList<(DateOnly Day, DayVisit Visit)>> VisitsAsync(
        ReportQuery query, Func<string, bool> isAsked, CancellationToken cancellationToken)
    {
        var last = LastOf(query);
        var active = await dayIndex.ListAsync(DayEntryKind.Visit, query.From, last, cancellationToken);
        var ids = active.Select(item => item.Id).Distinct(StringComparer.Ordinal).Where(isAsked).Order(StringComparer.Ordinal).ToList();
        var visits = await visitorVisits.ListAsync(ids, query.From, last, cancellationToken);
        return
        [
            .. visits
                .Where(visit => query.At is not { } at || visit.Visit.StartedAt <= at)
                .Select(visit => (Day: localTime.DayOf(visit.Visit.StartedAt), visit))
                .OrderBy(item => item.Day),
        ];
    }

    /// <summary>
    /// Short visits that start in a period, of machines too: each visitor's in the order in which they started. They come from the
    /// roll-ups; days of a version that did not keep them are read from the states, and asked to be rolled up again.
    /// </summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="from">First local day; the last one is that of the question.</param>
    public async Task<IReadOnlyList<VisitMark>> MarksAsync(ReportQuery query, DateOnly from, CancellationToken cancellationToken)
    {
        if (query.At is not null)
        {
            return MarksOf(await VisitsAsync(query with { From = from }, cancellationToken));
        }

        await RefreshOpenDaysAsync(query with { From = from }, cancellationToken);
        var last = LastOf(query);
        var stored = await rollups.ListVisitsAsync(from, last, cancellationToken);
        var known = stored.Select(day => day.Day).ToHashSet();
        var others = Enumerable.Range(0, Math.Max(0, last.DayNumber - from.DayNumber + 1))
            .Select(from.AddDays)
            .Where(day => !known.Contains(day))
            .ToList();
        var heads = await ParallelReads.SelectAsync(others, Parallelism, rollups.GetHeadAsync, cancellationToken);
        var marks = stored.SelectMany(day => day.Marks).ToList();
        var old = others.Where((_, place) => heads[place] is not null).ToList();
        await rollupDays.MarkDirtyAsync(old, timeProvider.GetUtcNow(), cancellationToken);
        foreach (var day in old)
        {
            marks.AddRange(MarksOf(await VisitsAsync(query with { From = day, To = day }, cancellationToken)));
        }

        return old.Count == 0 ? marks : [.. marks.OrderBy(mark => mark.At)];
    }

    private static List<VisitMark> MarksOf(IEnumerable<(DateOnly Day, DayVisit Visit)> visits) =>
        [.. visits.GroupBy(item => item.Day, item => item.Visit)
            .SelectMany(day => DayVisits.Of(day.Key, day))
            .SelectMany(part => part.Marks)];

    /// <summary>Last day whose costs a report counts: none after its moment.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="to">Last day that it shows.</param>
    public DateOnly CostsTo(ReportQuery query, DateOnly to) => query.At is { } at && localTime.DayOf(at) < to ? localTime.DayOf(at) : to;

    private DateOnly LastOf(ReportQuery query)
    {
        var now = localTime.DayOf(MomentOf(query));
        return query.To < now ? query.To : now;
    }

    // Today, and yesterday until a roll-up has seen all of it: the night's may be hours away.
    private async Task RefreshOpenDaysAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var today = localTime.DayOf(now);
        var (first, last) = (query.From < today.AddDays(-1) ? today.AddDays(-1) : query.From, query.To < today ? query.To : today);
        if (first > last)
        {
            return;
        }

        var stored = (await rollups.ListAsync(first, last, cancellationToken)).ToDictionary(day => day.Day, day => day.At);
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (IsOld(day, stored.TryGetValue(day, out var at) ? at : null, now))
            {
                await RollUpOnceAsync(day).WaitAsync(cancellationToken);
            }
        }
    }

    private bool IsOld(DateOnly day, DateTimeOffset? rolledUpAt, DateTimeOffset now) =>
        rolledUpAt is not { } at || (at < localTime.NextMidnight(day) + DirtyDay.Settled && now - at > options.Value.TodayMaxAge);

    // Reports that are asked for at the same time wait for one roll-up, and one that comes when it has ended finds it.
    private async Task RollUpOnceAsync(DateOnly day)
    {
        var run = _running.GetOrAdd(day, key => new Lazy<Task>(() => RollUpIfOldAsync(key)));
        try
        {
            await run.Value;
        }
        finally
        {
            _running.TryRemove(KeyValuePair.Create(day, run));
        }
    }

    private async Task RollUpIfOldAsync(DateOnly day)
    {
        var stored = await rollups.ListAsync(day, day, CancellationToken.None);
        if (IsOld(day, stored.Count == 0 ? null : stored[0].At, timeProvider.GetUtcNow()))
        {
            await rollup.RollUpAsync(day, CancellationToken.None);
        }
    }

    private async Task<List<DayJourney>> JourneysAsOfAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var conversions = new List<LeadConversion>();
        await foreach (var lead in leads.EvaluateAllAsync(at, cancellationToken))
        {
            conversions.AddRange(lead.Conversions);
        }

        return
        [
            .. conversions.GroupBy(conversion => conversion.Day)
                .OrderBy(day => day.Key, StringComparer.Ordinal)
                .SelectMany(
                    JourneyParts.Join, (day, journey) => new DayJourney { Version = 1, Day = LocalTime.Parse(day.Key), Journey = journey }),
        ];
    }

    private async Task<IReadOnlyList<RolledUpDay>> DaysAsOfAsync(ReportQuery query, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var dirty = (await rollupDays.ListDirtyAsync(cancellationToken)).Select(mark => mark.Day).ToHashSet();
        var stored = (await rollups.ListAsync(query.From, query.To, cancellationToken)).ToDictionary(day => day.Day);
        var byDay = (await JourneysAsOfAsync(at, cancellationToken)).ToLookup(item => item.Day, item => item.Journey);
        var days = new List<RolledUpDay>();
        var last = localTime.DayOf(at);
        for (var day = query.From; day <= query.To && day <= last; day = day.AddDays(1))
        {
            // A day that was over at the moment and is rolled up whole has the visits that it had then: those of a prefix of the events are
            // a prefix of the visits. Any other day is read from the states.
            var isWhole = stored.TryGetValue(day, out var whole) && !dirty.Contains(day)
                && localTime.NextMidnight(day) <= at && whole.At >= localTime.NextMidnight(day) + DirtyDay.Settled;
            days.Add(isWhole
                ? AsOf(DayRollup.Recredit(WithoutCredits(whole!), [.. byDay[day]], query.Parameters), at)
                : await DayAsOfAsync(day, [.. byDay[day]], query.Parameters, at, cancellationToken));
        }

        return days;
    }

    private static RolledUpDay AsOf(RolledUpDay day, DateTimeOffset at) => day with { At = at, First = null, RestatedAt = null };

    private static RolledUpDay WithoutCredits(RolledUpDay day) => day with
    {
        Rows = [.. day.Rows
            .Where(row => row.Visits + row.AutomaticVisits > 0)
            .Select(row => row with { Credits = new Dictionary<(ConversionKind, string), CreditTotal>() })],
    };

    private async Task<RolledUpDay> DayAsOfAsync(
        DateOnly day,
        IReadOnlyCollection<Journey> journeys,
        AttributionParameters parameters,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        var visits = (await visitorVisits.ListAsync(day, cancellationToken)).Where(visit => visit.Visit.StartedAt <= at).ToList();

        // Anonymous views keep no time of day: those of the moment's own day count whole.
        var anonymous = await anonymousViews.CountAsync(day, cancellationToken);
        return DayRollup.Build(day, visits, journeys, parameters, at) with { AnonymousPageViews = anonymous };
    }
}
