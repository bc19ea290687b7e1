namespace Pipeline.Crm.Facts;

/// <summary>
/// Facts that are being written, and whose refresh must not be forgotten when the writer dies: noted before the first fact, removed after
/// the refresh was asked for. Persisted: add fields, never rename.
/// </summary>
public sealed record PendingRefresh
{
    /// <summary>Age from which the writer counts as dead: 1 hour, longer than any request lives.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Id: made of its content.</summary>
    public required string Id { get; init; }

    /// <summary>When it was noted; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Leads whose facts are written.</summary>
    public required IReadOnlyList<string> LeadIds { get; init; }

    /// <summary>Keys of opportunities whose leads see another deal.</summary>
    public required IReadOnlyList<string> OpportunityKeys { get; init; }
}
