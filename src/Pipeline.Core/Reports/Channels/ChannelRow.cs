namespace Pipeline.Reports.Channels;

/// <summary>What one channel, source, campaign or landing page brought. What has no value is null: never 0, never infinity.</summary>
public sealed record ChannelRow
{
    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Source; null above that level.</summary>
    public string? Source { get; init; }

    /// <summary>Campaign; null above that level.</summary>
    public string? Campaign { get; init; }

    /// <summary>Landing page without its query; null above that level.</summary>
    public string? LandingPage { get; init; }

    /// <summary>Visits that started, those of machines left out.</summary>
    public long Visits { get; init; }

    /// <summary>Distinct visitors of the day or calendar month; for other periods the sum of each day's.</summary>
    public long? Visitors { get; init; }

    /// <summary>Credited leads; a split credit is a fraction.</summary>
    public decimal? Leads { get; init; }

    /// <summary>Credited first entries into MQL.</summary>
    public decimal? Mql { get; init; }

    /// <summary>Credited SQL.</summary>
    public decimal? Sql { get; init; }

    /// <summary>Credited opportunities.</summary>
    public decimal? Opportunities { get; init; }

    /// <summary>Credited won deals.</summary>
    public decimal? Customers { get; init; }

    /// <summary>Credited amount of won deals less refunds.</summary>
    public decimal? Amount { get; init; }

    /// <summary>What was spent.</summary>
    public decimal Cost { get; init; }

    /// <summary>Leads divided by visits.</summary>
    public decimal? VisitorToLead { get; init; }

    /// <summary>Cost divided by leads; null, as the next two, where nothing was spent.</summary>
    public decimal? CostPerLead { get; init; }

    /// <summary>Cost divided by MQL.</summary>
    public decimal? CostPerMql { get; init; }

    /// <summary>Cost divided by customers.</summary>
    public decimal? CostPerCustomer { get; init; }

    /// <summary>Return on advertising spend: amount divided by cost.</summary>
    public decimal? Roas { get; init; }

    /// <summary>Return on marketing investment: (amount × margin − cost) ÷ cost.</summary>
    public decimal? Romi { get; init; }

    /// <summary>Visits that machines started; they are not among <see cref="Visits"/>.</summary>
    public long AutomaticVisits { get; init; }

    /// <summary>Page views of visitors that may not be recognised; no part of <see cref="Visits"/>. Known by channel alone.</summary>
    public long AnonymousPageViews { get; init; }
}
