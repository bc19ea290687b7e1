namespace Pipeline.Storage.Shared;

/// <summary>Names of the tables. Every row key is unique in its table, not only in its partition.</summary>
public static class TableNames
{
    /// <summary>Facts and state of visitors, one partition each.</summary>
    public const string Visitors = "Visitors";

    /// <summary>Facts and profile of leads, one partition each.</summary>
    public const string Leads = "Leads";

    /// <summary>Who was active, who converted and whose score is due on a local day, in 16 partitions a day.</summary>
    public const string Days = "Days";

    /// <summary>Leads in score order.</summary>
    public const string Ranks = "Ranks";

    /// <summary>Packed entries of leads, what lists and reports need of them, in 16 partitions.</summary>
    public const string LeadPages = "LeadPages";

    /// <summary>Rolled-up rows, the journey of each conversion, and which days must be rolled up.</summary>
    public const string Rollups = "Rollups";

    /// <summary>Costs and targets.</summary>
    public const string Inputs = "Inputs";

    /// <summary>Versioned rule documents, the deployment's secret and watermarks.</summary>
    public const string Settings = "Settings";

    /// <summary>Rejected events by the day of their arrival.</summary>
    public const string Rejected = "Rejected";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Visitors, Leads, Days, Ranks, LeadPages, Rollups, Inputs, Settings, Rejected];
}
