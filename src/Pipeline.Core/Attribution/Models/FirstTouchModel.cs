namespace Pipeline.Attribution.Models;

/// <summary>All credit to the first touch.</summary>
public sealed class FirstTouchModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.First;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights) => weights[0] = 1;
}
