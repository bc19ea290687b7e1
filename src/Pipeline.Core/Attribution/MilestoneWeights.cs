using System.Globalization;

namespace Pipeline.Attribution;

/// <summary>Shares of a milestone model (U, W, full path), in percent; at most three decimals, sum 100.</summary>
public sealed record MilestoneWeights
{
    /// <summary>U-shaped: 40 first touch, 40 lead creation, 20 between them.</summary>
    public static MilestoneWeights UShaped { get; } = new() { FirstTouch = 40, LeadCreation = 40, Middle = 20 };

    /// <summary>The other U-shape of the field: 50 first touch, 50 lead creation, nothing between them.</summary>
    public static MilestoneWeights UShapedHalves { get; } = new() { FirstTouch = 50, LeadCreation = 50 };

    /// <summary>W-shaped: 30 first touch, 30 lead creation, 30 opportunity, 10 between them.</summary>
    public static MilestoneWeights WShaped { get; } = new() { FirstTouch = 30, LeadCreation = 30, Opportunity = 30, Middle = 10 };

    /// <summary>Full path: 22.5 first touch, lead creation, opportunity and close each, 10 between them.</summary>
    public static MilestoneWeights FullPath { get; } =
        new() { FirstTouch = 22.5m, LeadCreation = 22.5m, Opportunity = 22.5m, Close = 22.5m, Middle = 10 };

    /// <summary>Share of the first touch.</summary>
    /// <value>Percent, 0 to 100. Default 0.</value>
    public decimal FirstTouch { get; init; }

    /// <summary>Share of the touch at lead creation.</summary>
    /// <value>Percent, 0 to 100. Default 0.</value>
    public decimal LeadCreation { get; init; }

    /// <summary>Share of the touch at the opportunity; 0 for the U-shape, which has no such milestone.</summary>
    /// <value>Percent, 0 to 100. Default 0.</value>
    public decimal Opportunity { get; init; }

    /// <summary>Share of the touch at the conversion; 0 for U and W, which have no such milestone.</summary>
    /// <value>Percent, 0 to 100. Default 0.</value>
    public decimal Close { get; init; }

    /// <summary>Share of all other touches strictly between the first and the last milestone together.</summary>
    /// <value>Percent, 0 to 100. Default 0.</value>
    public decimal Middle { get; init; }

    /// <summary>The shares as <c>first/lead/opportunity/close/middle</c>, for example <c>30/30/30/0/10</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{FirstTouch}/{LeadCreation}/{Opportunity}/{Close}/{Middle}");
}
