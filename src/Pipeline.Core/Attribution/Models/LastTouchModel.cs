namespace Pipeline.Attribution.Models;

/// <summary>All credit to the last touch.</summary>
public sealed class LastTouchModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.Last;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights) => weights[^1] = 1;
}
