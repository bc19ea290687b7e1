namespace Pipeline.Reports.Nurture;

/// <summary>What an MQL cost by a campaign that money was spent on.</summary>
/// <param name="Campaign">Campaign of the cost rows.</param>
/// <param name="Cost">What was spent in the period.</param>
/// <param name="Mql">First entries into MQL credited to the campaign.</param>
/// <param name="CostPerMql">Cost divided by MQL; null without any.</param>
public sealed record CampaignCost(string Campaign, decimal Cost, decimal? Mql, decimal? CostPerMql)
{
    /// <summary>The cost in minor units.</summary>
    internal long Spent { get; init; }
}
