using Microsoft.Extensions.Logging;
using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Scoring.Refresh;
using Pipeline.Time;

namespace Pipeline.Rollups;

/// <summary>
/// Rolls up local days: reads who was active and who converted from the day index, their views, and replaces the day's rows.
/// Safe to repeat: the rows are a pure function of the views, written under the ETag read before the first of them, and a day that stops
/// half-way runs again.
/// </summary>
public sealed class DayRollups(
    IDayIndex dayIndex,
    VisitorVisits visitorVisits,
    ILeadStore leads,
    IRollupStore rollups,
    IRollupDays rollupDays,
    MonthEnds monthEnds,
    LocalTime localTime,
    ConflictRetry retry,
    TimeProvider timeProvider,
    ILogger<DayRollups> logger)
{
    private const int Parallelism = 16;

    /// <summary>Parameters of the models in stored roll-ups: the defaults, with the deployment's time zone.</summary>
    public AttributionParameters Parameters { get; } = AttributionParameters.Default with { TimeZoneId = localTime.Zone.Id };

    /// <summary>Rolls up a day now.</summary>
    /// <param name="day">Local day.</param>
    public async Task RollUpAsync(DateOnly day, CancellationToken cancellationToken) =>
        await retry.RunAsync(token => TryRollUpAsync(day, token), cancellationToken);

    private async ValueTask<bool> TryRollUpAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        var marks = await rollupDays.ListDirtyAsync(cancellationToken);
        var before = await rollups.GetHeadAsync(day, cancellationToken);
        var contents = await dayIndex.ReadAsync(day, cancellationToken);
        var entries = contents.Entries.ToLookup(entry => entry.Kind, entry => entry.Id);
        var visits = await visitorVisits.ListAsync([.. entries[DayEntryKind.Visit]], day, day, cancellationToken);
        var journeys = await ListJourneysAsync(day, [.. entries[DayEntryKind.Conversion]], cancellationToken);
        await monthEnds.WriteAsync(day, cancellationToken);
        var built = DayRollup.Build(day, visits, journeys, Parameters, at) with { AnonymousPageViews = contents.AnonymousPageViews };
        await rollups.ReplaceAsync(Restatement.Mark(built, before, localTime), journeys, before?.ETag, cancellationToken);
        foreach (var mark in marks.Where(mark => mark.Day == day && at - mark.MarkedAt >= DirtyDay.Settled))
        {
            await rollupDays.ClearDirtyAsync(mark, cancellationToken);
        }

        logger.LogInformation(
            "Rolled up {Day}: {Visits} visits, {Conversions} conversions.", LocalTime.Text(day), visits.Count, journeys.Count);
        return true;
    }

    private async Task<IReadOnlyList<Journey>> ListJourneysAsync(
        DateOnly day, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var text = LocalTime.Text(day);
        var profiles = await ParallelReads.SelectAsync(ids, Parallelism, leads.GetProfileAsync, cancellationToken);
        return
        [
            .. JourneyParts.Join(profiles
                .SelectMany(profile => profile.Value?.Conversions ?? [])
                .Where(conversion => conversion.Day == text)),
        ];
    }
}
