using Pipeline.Attribution;

namespace Pipeline.Rollups;

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

    /// <summary>Sums of the first roll-up that saw the whole day; null when there was none yet.</summary>
    public RollupTotals? First { get; init; }

    /// <summary>When the day was found changed since then; null when it is as it was.</summary>
    public DateTimeOffset? RestatedAt { get; init; }

    /// <summary>
    /// The day's visits in short form, to be stored; not read back with the day: <c>IRollupStore.ListVisitsAsync</c> does.
    /// </summary>
    public IReadOnlyList<DayVisits> Visits { get; init; } = [];

    /// <summary>One row for each source and landing page, in the order of their dimensions.</summary>
    public required IReadOnlyList<RollupRow> Rows { get; init; }
}
