using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Crm.Facts;
using Pipeline.Money;
using Pipeline.Rollups;
using Pipeline.Time;

namespace Pipeline.Reports.Deals;

/// <summary>Builds the view of one deal; pure.</summary>
public static class DealBuilder
{
    /// <summary>
    /// Tells whether a conversion is of a deal: it has this id, its id names it before or after a separator, or uploads call its deal so.
    /// </summary>
    /// <param name="deal">Id asked for.</param>
    public static bool IsOf(Conversion conversion, string deal) => conversion.Id == deal
        || conversion.Id.Split('|') is var parts && (parts.Contains(deal) || parts.Contains(OpportunityRecord.KeyOf(deal)));

    /// <summary>Builds the report.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="journeys">Journeys of the deal.</param>
    /// <param name="money">Shows amounts.</param>
    /// <param name="at">Moment that they are true at.</param>
    public static DealReport Build(ReportQuery query, IEnumerable<DayJourney> journeys, ReportMoney money, DateTimeOffset at) => new()
    {
        From = query.From,
        To = query.To,
        Deal = query.Deal ?? string.Empty,
        At = at,
        Currency = money.Currency,
        Parameters = query.Parameters,
        Conversions = [.. journeys.OrderBy(item => item.Journey.Conversion.At)
            .ThenBy(item => item.Journey.Conversion.Id, StringComparer.Ordinal)
                .Select(item => Conversion(query, item, money))],
    };

    private static DealConversion Conversion(ReportQuery query, DayJourney item, ReportMoney money)
    {
        var journey = item.Journey;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(query.Parameters.TimeZoneId);
        var counting = Eligibility.Select(journey.Touches, journey.Credited.At, query.Parameters)
            .Select(touch => touch.Id)
            .ToHashSet(StringComparer.Ordinal);
        var credits = AttributionModels.PerJourney
            .Where(model => query.Models.Contains(model.Name))
            .SelectMany(
                model => AttributionEngine.Attribute(journey, model, query.Parameters).Credits, (model, credit) => (model.Name, credit))
            .ToLookup(
                entry => entry.credit.Touch?.Id ?? string.Empty,
                entry => new DealCredit(entry.Name, CreditTotal.Conversions(entry.credit.MicroConversions), money.Of(entry.credit.Amount)));
        var touches = journey.Touches.Select(touch => new DealTouch
        {
            Id = touch.Id,
            At = touch.At,
            AgeInDays = LocalCalendar.DaysBetween(touch.At, journey.Credited.At, zone),
            Channel = touch.Source.Channel,
            Source = touch.Source.Source,
            Medium = touch.Source.Medium,
            Campaign = touch.Source.Campaign,
            LandingPage = touch.LandingPage,
            Counts = counting.Contains(touch.Id),
            Credits = [.. credits[touch.Id]],
        });
        var unknown = credits[string.Empty].ToList();
        return new DealConversion
        {
            Id = journey.Conversion.Id,
            LeadId = journey.Conversion.LeadId,
            Kind = journey.Conversion.Kind,
            At = journey.Conversion.At,
            Day = item.Day,
            Amount = money.Of(journey.Conversion.Amount),
            LeadCreatedAt = journey.Milestones.LeadCreatedAt,
            OpportunityAt = journey.Milestones.OpportunityAt,
            Touches = unknown.Count == 0 ? [.. touches] :
            [
                .. touches,
                new DealTouch
                {
                    Channel = UnknownSource.Channel,
                    Source = UnknownSource.Value.Source,
                    Medium = UnknownSource.Value.Medium,
                    Counts = true,
                    Credits = unknown,
                },
            ],
        };
    }
}
