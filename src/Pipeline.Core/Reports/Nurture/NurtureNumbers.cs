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

    /// <summary>Lower edge of a bucket of scores.</summary>
    public static Narrowing Edge { get; } = Narrowing.OfScore(Score);

    /// <summary>All of them.</summary>
    public static ReportNumbers All { get; } = new(
    [
        new(Leads, Narrowing.Month),
        new(Reopened, Narrowing.Month),
        new(Mql, Narrowing.Month),
        new(Score, Narrowing.Month, Edge),
        new(CampaignMql, Narrowing.Campaign),
        new(Cost, Narrowing.Campaign),
        new(CostPerMql, Narrowing.Campaign),
        new(Activity, Narrowing.Activity),
    ]);
}
