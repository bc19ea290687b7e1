namespace Pipeline.Reports.Channels;

/// <summary>Numbers of the report of channels; that of attribution opens the same ones.</summary>
public static class ChannelsNumbers
{
    /// <summary>Visits, those of machines left out.</summary>
    public const string Visits = NumberNames.Visits;

    /// <summary>Distinct visitors.</summary>
    public const string Visitors = "visitors";

    /// <summary>Column of visitors of a period in which they are counted once a day.</summary>
    public const string DailyVisitors = "daily_visitors";

    /// <summary>Visits that machines started.</summary>
    public const string AutomaticVisits = "automatic_visits";

    /// <summary>Page views of visitors that may not be recognised.</summary>
    public const string AnonymousPageViews = NumberNames.AnonymousPageViews;

    /// <summary>Credited amount of won deals less refunds.</summary>
    public const string Amount = NumberNames.Amount;

    /// <summary>What was spent.</summary>
    public const string Cost = NumberNames.Cost;

    /// <summary>Leads divided by visits.</summary>
    public const string VisitorToLead = NumberNames.VisitorToLead;

    /// <summary>Cost divided by leads.</summary>
    public const string CostPerLead = "cost_per_lead";

    /// <summary>Cost divided by MQL.</summary>
    public const string CostPerMql = NumberNames.CostPerMql;

    /// <summary>Cost divided by customers.</summary>
    public const string CostPerCustomer = "cost_per_customer";

    /// <summary>Amount divided by cost.</summary>
    public const string Roas = "roas";

    /// <summary>(Amount × margin − cost) ÷ cost.</summary>
    public const string Romi = NumberNames.Romi;

    /// <summary>Group of the ways that converted, in a number by a model that weighs ways.</summary>
    public const string Conversions = NumberNames.Conversions;

    /// <summary>Group of the ways that did not convert.</summary>
    public const string NonConversions = NumberNames.NonConversions;

    private static readonly Narrowing[] ByPage =
        [Narrowing.Channel, Narrowing.Source, Narrowing.Campaign, Narrowing.Medium, Narrowing.LandingPage];

    private static readonly Narrowing[] ByCampaign = [Narrowing.Channel, Narrowing.Source, Narrowing.Campaign];

    /// <summary>All of them; the stages among them are named as <see cref="StageCounts.NameOf"/> does.</summary>
    public static ReportNumbers All { get; } = new(
    [
        new(Visits, ByPage),
        .. StageCounts.Kinds.Select(kind => new ReportNumber(StageCounts.NameOf(kind), ByPage) { Column = StageCounts.ColumnOf(kind) }),
        new(Visitors, ByPage) { Column = DailyVisitors },
        new(AutomaticVisits, ByPage),
        new(AnonymousPageViews, Narrowing.Channel),
        new(Amount, ByPage),
        new(Cost, ByCampaign),
        new(VisitorToLead, ByPage),
        new(CostPerLead, ByCampaign),
        new(CostPerMql, ByCampaign),
        new(CostPerCustomer, ByCampaign),
        new(Roas, ByCampaign),
        new(Romi, ByCampaign),
    ]);
}
