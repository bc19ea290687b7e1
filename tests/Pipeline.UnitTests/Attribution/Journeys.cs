using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Attribution;

internal static class Journeys
{
    public static readonly DateTimeOffset Day0 = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    public static Touch Touch(DateTimeOffset at, string channel = "Paid Search", string? id = null) => Sample.Touch(at, channel, id);

    public static Touch[] Touches(params (double Day, string Channel)[] touches) =>
        [.. touches.Select((touch, i) => Touch(Day0.AddDays(touch.Day), touch.Channel, $"t{i}"))];

    public static Touch[] OnDays(params double[] days) => Touches([.. days.Select(day => (day, "Paid Search"))]);

    public static Conversion Sale(DateTimeOffset at, long amount, string id = "deal") =>
        new() { Id = id, LeadId = "l_1", Kind = ConversionKind.Customer, At = at, Amount = amount };

    public static Journey Journey(
        Touch[] touches, double conversionDay, long amount, double? leadDay = null, double? opportunityDay = null) => new()
        {
            Conversion = Sale(Day0.AddDays(conversionDay), amount),
            Touches = touches,
            Milestones = new Milestones
            {
                LeadCreatedAt = leadDay is { } lead ? Day0.AddDays(lead) : null,
                OpportunityAt = opportunityDay is { } opportunity ? Day0.AddDays(opportunity) : null,
            },
        };

    public static IReadOnlyList<Credit> Credit(this Journey journey, string model, AttributionParameters? parameters = null) =>
        AttributionEngine.Attribute(journey, AttributionModels.ByName[model], parameters ?? AttributionParameters.Default).Credits;

    public static long[] Amounts(this Journey journey, string model, AttributionParameters? parameters = null)
    {
        var credits = journey.Credit(model, parameters);
        return [.. journey.Touches.Select(touch => credits.Where(credit => credit.Touch == touch).Sum(credit => credit.Amount))];
    }
}
