namespace Pipeline.Events;

/// <summary>Takes a link back. It may arrive before the link it names. Persisted: add fields, never rename.</summary>
public sealed record UndoFact
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Key of the link that is undone; also the undo's own key, so that undoing twice is one fact.</summary>
    public required string LinkKey { get; init; }

    /// <summary>Visitor of the link.</summary>
    public required string VisitorId { get; init; }

    /// <summary>When the undo was asked for; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked for it; null when not told.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; null when not told.</summary>
    public string? Reason { get; init; }
}
