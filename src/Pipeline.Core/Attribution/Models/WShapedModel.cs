namespace Pipeline.Attribution.Models;

/// <summary>Shares to the first touch, the touches at lead creation and at the opportunity, and the others strictly between them.</summary>
public sealed class WShapedModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.WShaped;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights) =>
        MilestoneShares.Weigh(journey, journey.Parameters.WShaped, 3, weights);
}
