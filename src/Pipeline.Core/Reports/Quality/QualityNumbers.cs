namespace Pipeline.Reports.Quality;

/// <summary>Numbers of the report of quality.</summary>
public static class QualityNumbers
{
    /// <summary>Visits, those of machines left out.</summary>
    public const string Visits = NumberNames.Visits;

    /// <summary>Visits without a campaign.</summary>
    public const string WithoutCampaign = "without_campaign";

    /// <summary>Share of the visits without a campaign.</summary>
    public const string WithoutCampaignShare = "without_campaign_share";

    /// <summary>Conversions of every kind.</summary>
    public const string Conversions = NumberNames.Conversions;

    /// <summary>Conversions that no touch could take.</summary>
    public const string Unattributed = "unattributed";

    /// <summary>Share of the conversions that no touch could take.</summary>
    public const string UnattributedShare = "unattributed_share";

    /// <summary>Visits of a source that no channel rule knows.</summary>
    public const string UnmatchedSource = "unmatched_source";

    /// <summary>Costs that no visit or credit has the name of.</summary>
    public const string UnmatchedCost = "unmatched_cost";

    /// <summary>Visits that machines started.</summary>
    public const string BotVisits = "bot_visits";

    /// <summary>Page views of visitors that may not be recognised.</summary>
    public const string AnonymousPageViews = NumberNames.AnonymousPageViews;

    /// <summary>Visitors whose browser several leads share.</summary>
    public const string SharedDevices = "shared_devices";

    /// <summary>Rejected input.</summary>
    public const string Rejected = "rejected";

    /// <summary>Days that say something else than when they were first complete.</summary>
    public const string Restated = "restated";

    /// <summary>All of them.</summary>
    public static ReportNumbers All { get; } = new(
    [
        new(Visits),
        new(WithoutCampaign),
        new(WithoutCampaignShare),
        new(Conversions),
        new(Unattributed),
        new(UnattributedShare),
        new(UnmatchedSource, Narrowing.Source, Narrowing.Medium) { Column = "unmatched_sources" },
        new(UnmatchedCost, Narrowing.Channel, Narrowing.Source, Narrowing.Campaign) { Column = "unmatched_costs" },
        new(BotVisits),
        new(AnonymousPageViews),
        new(SharedDevices),
        new(Rejected, Narrowing.Reason),
        new(Restated),
    ]);
}
