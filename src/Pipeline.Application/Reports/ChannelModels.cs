using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Rollups;
using Pipeline.Time;

namespace Pipeline.Reports;

/// <summary>
/// Credits whole calendar months by the models that look at many journeys at once, the journeys without conversion included.
/// </summary>
public sealed class ChannelModels(
ReportMaterial source, LeadRecords leadRecords, LocalTime localTime)
{
    /// <summary>Why these models say nothing about other periods.</summary>
    public const string WholeMonthsOnly = "only whole calendar months: choose from the first to the last day of one or more months";

    /// <summary>Credits conversions.</summary>
    /// <param name="query">Whole calendar months, models and their parameters.</param>
    /// <param name="kinds">Kinds of conversion to credit.</param>
    /// <param name="journeys">Conversions of the months, of any kind.</param>
    public async Task<IReadOnlyDictionary<(ConversionKind Kind, string Model), ChannelAttribution>> AttributeAsync(
        ReportQuery query, IEnumerable<ConversionKind> kinds, IReadOnlyCollection<Journey> journeys, CancellationToken cancellationToken)
    {
        var results = new Dictionary<(ConversionKind, string), ChannelAttribution>();
        IReadOnlyList<LeadRecord>? leads = null;
        foreach (var kind in kinds)
        {
            var tally = ChannelTally.Of(journeys.Where(journey => journey.Conversion.Kind == kind), query.Parameters);
            if (query.Models.Contains(AttributionModels.Shapley))
            {
                results[(kind, AttributionModels.Shapley)] = ShapleyValue.Attribute(tally, query.Parameters);
            }

            if (query.Models.Contains(AttributionModels.Markov))
            {
                // Who did not convert is worth reading only where there is enough to say.
                if (tally.Conversions >= query.Parameters.MinimumConversions)
                {
                    leads ??= await leadRecords.ListWithVisitorsAsync(query.At, cancellationToken);
                    foreach (var path in await NonConvertingAsync(query, kind, leads, cancellationToken))
                    {
                        tally.Add(path.Path);
                    }
                }

                results[(kind, AttributionModels.Markov)] = MarkovRemoval.Attribute(tally, query.Parameters);
            }
        }

        return results;
    }

    /// <summary>
    /// Journeys of the period that did not convert: for leads, visitors active in it and linked to no lead at its end; for later stages,
    /// leads created in it that have not reached the stage by its end.
    /// </summary>
    /// <param name="query">Period and parameters.</param>
    /// <param name="kind">Kind of conversion.</param>
    /// <param name="leads">All leads, with their visitors.</param>
    public async Task<IReadOnlyList<NonConverter>> NonConvertingAsync(
        ReportQuery query, ConversionKind kind, IReadOnlyList<LeadRecord> leads, CancellationToken cancellationToken) =>
        kind == ConversionKind.Lead ? await VisitorPathsAsync(query, leads, cancellationToken) : LeadPaths(query, kind, leads);

    private List<NonConverter> LeadPaths(ReportQuery query, ConversionKind kind, IReadOnlyList<LeadRecord> leads)
    {
        var start = localTime.StartOf(query.From);
        var end = EndOf(query);
        return
        [
            .. leads
                .Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end)
                .Where(lead => !lead.Conversions.Any(conversion => conversion.Conversion.Kind == kind && conversion.Conversion.At < end))
                .Select(lead => new NonConverter(
                    ChannelPath.OfNonConverting(
                        [.. lead.Insight.Contacts
                            .Where(contact => contact.At < end)
                            .Select(contact => TouchOf(contact.At, contact.Channel))],
                        end,
                        query.Parameters),
                    lead.CreatedAt,
                    lead.LeadId,
                    null)),
        ];
    }

    private async Task<IReadOnlyList<NonConverter>> VisitorPathsAsync(
        ReportQuery query, IReadOnlyList<LeadRecord> leads, CancellationToken cancellationToken)
    {
        var (start, end) = (localTime.StartOf(query.From), EndOf(query));
        var earliest = localTime.DayOf(end.AddDays(-query.Parameters.WindowDays));
        var marks = await source.MarksAsync(query, earliest < query.From ? earliest : query.From, cancellationToken);
        var linked = leads.SelectMany(lead => lead.Insight.Visitors ?? [])
            .Where(visitor => visitor.Since < end)
            .Select(visitor => VisitMark.HashOf(visitor.VisitorId))
            .ToHashSet();
        return
        [
            .. marks
                .Where(mark => !mark.Automatic && mark.At < end && !linked.Contains(mark.Visitor))
                .GroupBy(mark => mark.Visitor)
                .Where(visits => visits.Any(mark => mark.At >= start))
                .OrderBy(visits => visits.Key)
                .Select(visits => new NonConverter(
                    ChannelPath.OfNonConverting([.. visits.Select(mark => TouchOf(mark.At, mark.Channel))], end, query.Parameters),
                    visits.Last().At,
                    null,
                    visits.Key)),
        ];
    }

    private DateTimeOffset EndOf(ReportQuery query)
    {
        var end = localTime.NextMidnight(query.To);
        return query.At is { } at && at < end ? at : end;
    }

    private static Touch TouchOf(DateTimeOffset at, string channel) => new()
    {
        Id = $"{at:O}",
        At = at,
        Source = new VisitSource
        {
            Channel = channel,
            Source = RollupDimensions.None,
            Medium = RollupDimensions.None,
            RuleId = RollupDimensions.None,
            RulesVersion = RollupDimensions.None,
        },
    };
}
