using System.Globalization;

namespace Pipeline.Attribution;

/// <summary>
/// Shares of the position based model, in percent; at most three decimals, sum 100. One touch gets all, two share First : Last.
/// </summary>
public sealed record PositionWeights
{
    /// <summary>Share of the first touch.</summary>
    /// <value>Percent, 0 to 100. Default 40.</value>
    public decimal First { get; init; } = 40;

    /// <summary>Share of all touches between first and last together.</summary>
    /// <value>Percent, 0 to 100. Default 20.</value>
    public decimal Middle { get; init; } = 20;

    /// <summary>Share of the last touch.</summary>
    /// <value>Percent, 0 to 100. Default 40.</value>
    public decimal Last { get; init; } = 40;

    /// <summary>The shares as <c>first/middle/last</c>, for example <c>40/20/40</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}/{Middle}/{Last}");
}
