using Microsoft.Extensions.Options;
using Pipeline.Leads;
using Pipeline.Settings;

namespace Pipeline.Reporting;

/// <summary>
/// Gives reports: from the roll-ups, today's made again when it is too old, or, as of a moment, from the facts up to that moment.
/// </summary>
public sealed class ReportHandler(
    RollupHandler rollup,
    IRollupStore rollups,
    LeadQueries leads,
    LocalTime localTime,
    IOptions<PipelineOptions> options,
    TimeProvider timeProvider)
{
    /// <summary>What each channel brought.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ChannelsReport> ChannelsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var (days, at) = await DaysAsync(query, cancellationToken);
        return ChannelsReport.Build(query, days, rollup.Parameters, at);
    }

    /// <summary>Credit by model.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<AttributionReport> AttributionAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var (days, at) = await DaysAsync(query, cancellationToken);
        return AttributionReport.Build(query, days, rollup.Parameters, at);
    }

    private async Task<(IReadOnlyList<RolledUpDay> Days, DateTimeOffset At)> DaysAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (query.At is { } at)
        {
            return (await DaysAsOfAsync(query, at, cancellationToken), at);
        }

        var days = await rollups.ListAsync(query.From, query.To, cancellationToken);
        var today = localTime.DayOf(now);
        if (today < query.From || today > query.To)
        {
            return (days, now);
        }

        if (days.LastOrDefault(day => day.Day == today) is { } stored && now - stored.At <= options.Value.TodayMaxAge)
        {
            return (days, now);
        }

        await rollup.RollUpAsync(today, cancellationToken);
        return (await rollups.ListAsync(query.From, query.To, cancellationToken), now);
    }

    private async Task<IReadOnlyList<RolledUpDay>> DaysAsOfAsync(ReportQuery query, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var conversions = new List<LeadConversion>();
        await foreach (var lead in leads.EvaluateAllAsync(at, cancellationToken))
        {
            conversions.AddRange(lead.Conversions);
        }

        var byDay = conversions.ToLookup(conversion => LocalTime.Parse(conversion.Day));
        var days = new List<RolledUpDay>();
        var last = localTime.DayOf(at);
        for (var day = query.From; day <= query.To && day <= last; day = day.AddDays(1))
        {
            // The visits of a prefix of the events are a prefix of the visits, so the stored state answers for any moment.
            var visits = (await rollup.ListVisitsAsync(day, cancellationToken)).Where(visit => visit.StartedAt <= at);
            var converted = JourneyParts.Join(byDay[day]);
            // Anonymous views keep no time of day: those of the moment's own day count whole.
            var anonymous = await rollup.ListAnonymousAsync(day, cancellationToken);
            days.Add(DayRollup.Build(day, visits, converted, rollup.Parameters, at) with { AnonymousPageViews = anonymous });
        }

        return days;
    }
}
