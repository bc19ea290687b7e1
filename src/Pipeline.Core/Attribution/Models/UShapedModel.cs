namespace Pipeline.Attribution.Models;

/// <summary>Shares to the first touch, the touch at lead creation and those strictly between them.</summary>
public sealed class UShapedModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.UShaped;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights) =>
        MilestoneShares.Weigh(journey, journey.Parameters.UShaped, 2, weights);
}
