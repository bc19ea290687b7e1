namespace Pipeline.Leads.Facts;

/// <summary>How far computing every lead anew has come. Persisted: add fields, never rename.</summary>
public sealed record RescoreJob
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public required int Version { get; init; }

    /// <summary>Which activation: document and place among its activations, for example <c>scoring|3</c>.</summary>
    public required string Job { get; init; }

    /// <summary>Moment from which the activated version counts; UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When the first step began; UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the last step that is done was; UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When every lead was done; UTC. Null while some are not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Leads when it began.</summary>
    public required int Leads { get; init; }

    /// <summary>How many of them are done.</summary>
    public required int Done { get; init; }

    /// <summary>Number of the next step.</summary>
    public required int NextStep { get; init; }

    /// <summary>Place in the rank index after which the next step goes on; null at the top.</summary>
    public string? Cursor { get; init; }
}
