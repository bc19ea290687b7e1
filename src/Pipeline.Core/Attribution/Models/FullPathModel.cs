namespace Pipeline.Attribution.Models;

/// <summary>
/// Shares to the first touch, the touches at lead creation, opportunity and conversion, and the others strictly between them.
/// </summary>
public sealed class FullPathModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.FullPath;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights) =>
        MilestoneShares.Weigh(journey, journey.Parameters.FullPath, 4, weights);
}
