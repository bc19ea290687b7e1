namespace Pipeline.Attribution.Models;

/// <summary>All credit to the last touch that is not Direct; to the last touch when all are.</summary>
public sealed class LastNonDirectModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.LastNonDirect;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights)
    {
        var index = weights.Length - 1;
        while (index >= 0 && Eligibility.IsDirect(journey.Touches[index]))
        {
            index--;
        }

        weights[index < 0 ? weights.Length - 1 : index] = 1;
    }
}
