using Pipeline.Capture;

namespace Pipeline.Identity;

/// <summary>
/// View of one visitor, a pure function of its facts: its visits, links and undos. Overwritten under an ETag.
/// Persisted: add fields, never rename.
/// </summary>
public sealed record VisitorState
{
    /// <summary>Visits kept in the state row; older ones are in rows of this many each.</summary>
    public const int VisitsPerRow = 100;

    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Visitor that it is a view of.</summary>
    public required string VisitorId { get; init; }

    /// <summary>Place in event order of the last event folded; null when there is none.</summary>
    public EventOrder? Last { get; init; }

    /// <summary>Visits that are in older rows, a multiple of <see cref="VisitsPerRow"/>.</summary>
    public int OlderVisits { get; init; }

    /// <summary>Latest visits, in event order; at most <see cref="VisitsPerRow"/>.</summary>
    public IReadOnlyList<Visit> Visits { get; init; } = [];

    /// <summary>Links of the visitor, in event order.</summary>
    public IReadOnlyList<LinkFact> Links { get; init; } = [];

    /// <summary>Keys of undone links, in ordinal order.</summary>
    public IReadOnlyList<string> UndoneLinks { get; init; } = [];

    /// <summary>Local days (yyyy-MM-dd) under which the visitor is indexed, in order.</summary>
    public IReadOnlyList<string> Days { get; init; } = [];
}
