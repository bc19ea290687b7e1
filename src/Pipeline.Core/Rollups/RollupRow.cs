using Pipeline.Attribution;
using Pipeline.Days;

namespace Pipeline.Rollups;

/// <summary>What one source brought on one local day: visits that started, and credit for conversions of that day by every model.</summary>
public sealed record RollupRow
{
    /// <summary>Local day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Source that the row sums.</summary>
    public required RollupDimensions Dimensions { get; init; }

    /// <summary>Visits that started that day, those of machines left out.</summary>
    public long Visits { get; init; }

    /// <summary>Visits that machines started that day; they are not among <see cref="Visits"/>.</summary>
    public long AutomaticVisits { get; init; }

    /// <summary>Visitors whose visits are counted in <see cref="Visits"/>.</summary>
    public VisitorSet Visitors { get; init; } = VisitorSet.Empty;

    /// <summary>Credit by kind of conversion and model name.</summary>
    public IReadOnlyDictionary<(ConversionKind Kind, string Model), CreditTotal> Credits { get; init; } =
        new Dictionary<(ConversionKind, string), CreditTotal>();
}
