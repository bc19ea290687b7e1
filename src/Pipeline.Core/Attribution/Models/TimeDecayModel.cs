namespace Pipeline.Attribution.Models;

/// <summary>A touch weighs 2^(−age ÷ half-life), its age being whole local calendar days before the conversion.</summary>
public sealed class TimeDecayModel : IAttributionModel
{
    private const double Scale = 1L << 52;

    /// <inheritdoc/>
    public string Name => AttributionModels.TimeDecay;

    /// <inheritdoc/>
    public void Weigh(EligibleTouches journey, Span<long> weights)
    {
        var youngest = long.MaxValue;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = journey.AgeInDays(i);
            youngest = Math.Min(youngest, weights[i]);
        }

        foreach (ref var weight in weights)
        {
            weight = (long)Math.Round(Scale * Math.Pow(2, (youngest - weight) / journey.Parameters.HalfLifeDays));
        }
    }
}
