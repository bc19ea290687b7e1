using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Capture;
using Pipeline.Identity;
using Pipeline.Settings;

namespace Pipeline.Reporting;

/// <summary>Credits whole calendar months by the models that look at many journeys at once, the journeys without conversion included.</summary>
public sealed class ChannelModels(
    IDayIndex dayIndex, IVisitorStore visitors, LeadRecords leadRecords, LocalTime localTime)
{
    /// <summary>Why these models say nothing about other periods.</summary>
    public const string WholeMonthsOnly = "only whole calendar months: choose from the first to the last day of one or more months";

    private const int Parallelism = 16;
    private const int DaysAtATime = 4;

    /// <summary>Credits conversions.</summary>
    /// <param name="query">Whole calendar months, models and their parameters.</param>
    /// <param name="kinds">Kinds of conversion to credit.</param>
    /// <param name="journeys">Conversions of the months, of any kind.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyDictionary<(ConversionKind Kind, string Model), ChannelAttribution>> AttributeAsync(
        ReportQuery query, IEnumerable<ConversionKind> kinds, IReadOnlyCollection<Journey> journeys, CancellationToken cancellationToken)
    {
        var results = new Dictionary<(ConversionKind, string), ChannelAttribution>();
        foreach (var kind in kinds)
        {
            var paths = journeys.Where(journey => journey.Conversion.Kind == kind)
                .Select(journey => ChannelPath.Of(journey, query.Parameters)).ToList();
            if (query.Models.Contains(AttributionModels.Shapley))
            {
                results[(kind, AttributionModels.Shapley)] = ShapleyValue.Attribute(paths, query.Parameters);
            }

            if (query.Models.Contains(AttributionModels.Markov))
            {
                // Who did not convert is worth reading only where there is enough to say.
                if (paths.Sum(path => path.Conversions) >= query.Parameters.MinimumConversions)
                {
                    paths.AddRange(await NonConvertingAsync(query, kind, cancellationToken));
                }

                results[(kind, AttributionModels.Markov)] = MarkovRemoval.Attribute(paths, query.Parameters);
            }
        }

        return results;
    }

    /// <summary>
    /// Journeys of the period that did not convert: for leads, visitors active in it and linked to no lead at its end; for later stages, leads
    /// created in it that have not reached the stage by its end.
    /// </summary>
    /// <param name="query">Period and parameters.</param>
    /// <param name="kind">Kind of conversion.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IEnumerable<ChannelPath>> NonConvertingAsync(ReportQuery query, ConversionKind kind, CancellationToken cancellationToken) =>
        kind == ConversionKind.Lead
            ? await VisitorPathsAsync(query, cancellationToken)
            : LeadPaths(query, kind, await leadRecords.ListAsync(query.At, cancellationToken));

    private IEnumerable<ChannelPath> LeadPaths(ReportQuery query, ConversionKind kind, IReadOnlyList<LeadRecord> leads)
    {
        var start = localTime.StartOf(query.From);
        var end = EndOf(query);
        return leads
            .Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end)
            .Where(lead => !lead.Conversions.Any(conversion => conversion.Conversion.Kind == kind && conversion.Conversion.At < end))
            .Select(lead => ChannelPath.OfNonConverting(
                [.. lead.Insight.Contacts.Where(contact => contact.At < end).Select(TouchOf)], end, query.Parameters));
    }

    private async Task<IEnumerable<ChannelPath>> VisitorPathsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var end = EndOf(query);
        var days = Enumerable.Range(0, query.To.DayNumber - query.From.DayNumber + 1).Select(query.From.AddDays).ToList();
        var active = await ParallelReads.SelectAsync(
            days, DaysAtATime, (day, token) => dayIndex.ListAsync(DayEntryKind.Visit, day, token), cancellationToken);
        var ids = active.SelectMany(some => some).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var touches = await ParallelReads.SelectAsync(ids, Parallelism, (id, token) => TouchesAsync(id, query, end, token), cancellationToken);
        return touches.OfType<IReadOnlyList<Touch>>().Select(some => ChannelPath.OfNonConverting(some, end, query.Parameters));
    }

    // Null for who is linked to a lead at the end, or was not there in the months after all.
    private async Task<IReadOnlyList<Touch>?> TouchesAsync(string visitorId, ReportQuery query, DateTimeOffset end, CancellationToken cancellationToken)
    {
        if ((await visitors.GetStateAsync(visitorId, cancellationToken)).Value is not { } state
            || state.Consent.Standing([.. state.Links.Where(link => link.OccurredAt < end)]).Any(link => !state.UndoneLinks.Contains(link.Key)))
        {
            return null;
        }

        List<Visit> visits = [.. state.Visits];
        var earliest = end.AddDays(-query.Parameters.WindowDays);
        for (var row = (state.OlderVisits / VisitorState.VisitsPerRow) - 1; row >= 0 && visits[0].StartedAt >= earliest; row--)
        {
            visits.InsertRange(0, await visitors.GetOlderVisitsAsync(visitorId, row, cancellationToken));
        }

        var start = localTime.StartOf(query.From);
        var own = visits.Where(visit => visit.StartedAt < end && !visit.Automatic).ToList();
        return own.Exists(visit => visit.StartedAt >= start)
            ? [.. own.Select(visit => new Touch { Id = visit.Id, At = visit.StartedAt, Source = visit.Source, LandingPage = visit.LandingPage })]
            : null;
    }

    private DateTimeOffset EndOf(ReportQuery query)
    {
        var end = localTime.EndOf(query.To);
        return query.At is { } at && at < end ? at : end;
    }

    private static Touch TouchOf(Leads.LeadContact contact) => new()
    {
        Id = $"{contact.At:O}",
        At = contact.At,
        Source = new VisitSource
        {
            Channel = contact.Channel,
            Source = RollupDimensions.None,
            Medium = RollupDimensions.None,
            RuleId = RollupDimensions.None,
            RulesVersion = RollupDimensions.None,
        },
    };
}
