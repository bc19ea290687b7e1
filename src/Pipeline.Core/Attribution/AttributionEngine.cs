namespace Pipeline.Attribution;

/// <summary>
/// Credits conversions to touches. Pure: the same journeys, model and parameters give the same credits. Time grows with the touches.
/// </summary>
public static class AttributionEngine
{
    /// <summary>Millionths in one conversion.</summary>
    public const long MicroPerConversion = 1_000_000;

    /// <summary>Credits many journeys.</summary>
    /// <param name="journeys">Read once, one after the other.</param>
    /// <param name="model">Rule that splits.</param>
    /// <param name="parameters">Window, Direct policy, weights.</param>
    /// <exception cref="ArgumentException">The parameters are invalid, or a journey's touches are not in order of time.</exception>
    public static AttributionResult Attribute(IEnumerable<Journey> journeys, IAttributionModel model, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(journeys);
        var attributor = new JourneyAttributor(model, parameters);
        var credits = journeys.TryGetNonEnumeratedCount(out var count) ? new List<Credit>(count * 2) : [];
        foreach (var journey in journeys)
        {
            attributor.Attribute(journey, credits);
        }

        return new AttributionResult { Model = model.Name, Parameters = parameters, Credits = credits };
    }

    /// <summary>Credits one journey, for example to show a deal by every model.</summary>
    /// <param name="journey">Conversion or refund with its touches.</param>
    /// <param name="model">Rule that splits.</param>
    /// <param name="parameters">Window, Direct policy, weights.</param>
    /// <exception cref="ArgumentException">The parameters are invalid, or the touches are not in order of time.</exception>
    public static AttributionResult Attribute(Journey journey, IAttributionModel model, AttributionParameters parameters) =>
        Attribute([journey], model, parameters);
}
