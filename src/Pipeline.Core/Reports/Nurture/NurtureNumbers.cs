namespace Pipeline.Reports.Nurture;

/// <summary>Numbers of the nurture report.</summary>
public static class NurtureNumbers
{
    /// <summary>Leads created in a month.</summary>
    public const string Leads = NumberNames.Leads;

    /// <summary>Entries into MQL after the first.</summary>
    public const string Reopened = NumberNames.Reopened;

    /// <summary>First entries into MQL.</summary>
    public const string Mql = NumberNames.Mql;

    /// <summary>New leads by their score at the month's end.</summary>
    public const string Score = "score";

    /// <summary>First entries into MQL credited to a campaign.</summary>
    public const string CampaignMql = "campaign_mql";

    /// <summary>What was spent on campaigns.</summary>
    public const string Cost = NumberNames.Cost;

    /// <summary>Cost divided by the campaign's MQL.</summary>
    public const string CostPerMql = NumberNames.CostPerMql;

    /// <summary>How often new leads did an activity.</summary>
    public const string Activity = NumberNames.Activity;

    /// <summary>New leads that did an activity.</summary>
    public const string ActivityLeads = "activity_leads";

    /// <summary>Column of how often an activity was done.</summary>
    public const string Times = "times";

    /// <summary>Nominal points that activities gave.</summary>
    public const string Points = NumberNames.Points;

    /// <summary>Column that says whether an activity's points raise or lower.</summary>
    public const string Effect = "effect";

    /// <summary>Lower edge of a bucket of scores.</summary>
    public static Narrowing Edge { get; } = Narrowing.OfScore(Score);

    /// <summary>All of them.</summary>
    public static ReportNumbers All { get; } = new(
    [
        new(Leads, Narrowing.Month, Edge, Narrowing.Activity)
        {
            Column = "new_leads",
            Opens = row => row.ContainsKey(Narrowing.Activity.Name) ? ActivityLeads : row.ContainsKey(Edge.Name) ? Score : Leads,
        },
        new(Reopened, Narrowing.Month) { Column = "reopened_leads" },
        new(Mql, Narrowing.Month, Narrowing.Campaign)
        {
            Opens = row => row.ContainsKey(Narrowing.Campaign.Name) ? CampaignMql : Mql,
        },
        new(Score, Narrowing.Month, Edge),
        new(CampaignMql, Narrowing.Campaign),
        new(Cost, Narrowing.Campaign),
        new(CostPerMql, Narrowing.Campaign),
        new(Activity, Narrowing.Activity) { Column = Times },
        new(ActivityLeads, Narrowing.Activity.Needed()),
        new(Points, Narrowing.Activity) { Column = Effect },
    ]);
}
