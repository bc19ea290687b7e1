using Pipeline.Attribution;

namespace Pipeline.Rollups;

/// <summary>A conversion's journey under the local day on which it counts. Persisted: add fields, never rename.</summary>
public sealed record DayJourney
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Local day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Conversion with all its touches.</summary>
    public required Journey Journey { get; init; }
}
