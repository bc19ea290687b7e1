using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;

namespace Pipeline.Rollups;

/// <summary>Credits of a day's conversions by dimensions, kind of conversion and model.</summary>
public static class DayCredits
{
    /// <summary>Credits journeys by every model that splits one journey at a time.</summary>
    /// <param name="journeys">Conversions of the day.</param>
    /// <param name="parameters">Parameters of the models.</param>
    /// <param name="spellings">How the day spells the names of sources.</param>
    public static Dictionary<RollupDimensions, Dictionary<(ConversionKind Kind, string Model), CreditTotal>> Of(
        IReadOnlyCollection<Journey> journeys, AttributionParameters parameters, SourceSpellings spellings)
    {
        var credits = new Dictionary<RollupDimensions, Dictionary<(ConversionKind, string), CreditTotal>>();
        foreach (var model in AttributionModels.PerJourney)
        {
            foreach (var credit in AttributionEngine.Attribute(journeys, model, parameters).Credits)
            {
                var total = new CreditTotal(credit.MicroConversions, credit.Amount);
                Add(
                    credits,
                    spellings.Of(RollupDimensions.Of(credit.Source, credit.LandingPage)),
                    (credit.Conversion.Kind, model.Name),
                    total);
            }
        }

        return credits;
    }

    /// <summary>Sums credits under the dimensions that a day keeps apart.</summary>
    /// <param name="caps">What the day keeps apart.</param>
    public static Dictionary<RollupDimensions, Dictionary<(ConversionKind Kind, string Model), CreditTotal>> Fold(
        IReadOnlyDictionary<RollupDimensions, Dictionary<(ConversionKind Kind, string Model), CreditTotal>> credits, DimensionCaps caps)
    {
        var folded = new Dictionary<RollupDimensions, Dictionary<(ConversionKind, string), CreditTotal>>();
        foreach (var (dimensions, totals) in credits)
        {
            foreach (var (key, total) in totals)
            {
                Add(folded, caps.Fold(dimensions), key, total);
            }
        }

        return folded;
    }

    private static void Add(
        Dictionary<RollupDimensions, Dictionary<(ConversionKind, string), CreditTotal>> credits,
        RollupDimensions dimensions,
        (ConversionKind, string) key,
        CreditTotal total)
    {
        if (!credits.TryGetValue(dimensions, out var sums))
        {
            credits[dimensions] = sums = [];
        }

        sums[key] = sums.GetValueOrDefault(key) + total;
    }
}
