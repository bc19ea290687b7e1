namespace Pipeline.Attribution.Models;

/// <summary>All credit to the touch at lead creation; to no touch when there is none at or before it.</summary>
public sealed class LeadCreationModel : IAttributionModel
{
    /// <inheritdoc/>
    public string Name => AttributionModels.LeadCreation;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights)
    {
        var index = journey.TouchOf(journey.Milestones.LeadCreatedAt);
        if (index >= 0)
        {
            weights[index] = 1;
        }
    }
}
