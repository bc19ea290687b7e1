using Pipeline.Events;
using Pipeline.Events.Disowns;

namespace Pipeline.Identity;

/// <summary>One atomic write to a visitor's partition.</summary>
public sealed record VisitorChange
{
    /// <summary>Visitor that changes.</summary>
    public required string VisitorId { get; init; }

    /// <summary>Events to insert; refused when one is there already.</summary>
    public IReadOnlyList<CapturedEvent> NewEvents { get; init; } = [];

    /// <summary>Events whose kept version is replaced, under the ETag that was read.</summary>
    public IReadOnlyList<(CapturedEvent Event, string ETag)> ReplacedEvents { get; init; } = [];

    /// <summary>Decisions to write, over any older version.</summary>
    public IReadOnlyList<ConsentFact> Consents { get; init; } = [];

    /// <summary>Undos to write, over any older version.</summary>
    public IReadOnlyList<UndoFact> Undos { get; init; } = [];

    /// <summary>Disowned claims to write, over any older version.</summary>
    public IReadOnlyList<Disown> Disowns { get; init; } = [];

    /// <summary>Keys of links that their event no longer makes: the version that is now kept makes none.</summary>
    public IReadOnlyList<string> RemovedLinks { get; init; } = [];

    /// <summary>New state.</summary>
    public required VisitorState State { get; init; }

    /// <summary>ETag of the state that this one replaces; null inserts it.</summary>
    public required string? StateETag { get; init; }

    /// <summary>Older visits to write, by their row number.</summary>
    public IReadOnlyList<(int Row, IReadOnlyList<Visit> Visits)> OlderVisits { get; init; } = [];
}
