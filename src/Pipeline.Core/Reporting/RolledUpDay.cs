using Pipeline.Attribution;

namespace Pipeline.Reporting;

/// <summary>A local day's roll-up.</summary>
public sealed record RolledUpDay
{
    /// <summary>Local day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When the first fact was read; later facts may be missing.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Conversions of the day by kind, counted before any model splits them.</summary>
    public required IReadOnlyDictionary<ConversionKind, CreditTotal> Converted { get; init; }

    /// <summary>Page views of nobody by channel, for visitors that may not be recognised; no part of any visit.</summary>
    public IReadOnlyDictionary<string, long> AnonymousPageViews { get; init; } = new Dictionary<string, long>();

    /// <summary>One row for each source, in the order of their dimensions.</summary>
    public required IReadOnlyList<RollupRow> Rows { get; init; }
}
