namespace Pipeline.Attribution.Models;

/// <summary>The same credit to every touch.</summary>
public sealed class LinearModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.Linear;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights) => weights.Fill(1);
}
