using Pipeline.Time;

namespace Pipeline.Uploads;

/// <summary>What was planned for a month. Persisted: add fields, never rename.</summary>
public sealed record TargetFact
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The month.</summary>
    public required Month Month { get; init; }

    /// <summary>Metric, one of <see cref="TargetMetrics"/>.</summary>
    public required string Metric { get; init; }

    /// <summary>Planned value: a count, or an amount in units of the currency of reports.</summary>
    public required decimal Planned { get; init; }

    /// <summary>When it was uploaded; UTC.</summary>
    public required DateTimeOffset UploadedAt { get; init; }
}
