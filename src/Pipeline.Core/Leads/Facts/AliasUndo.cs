namespace Pipeline.Leads.Facts;

/// <summary>Takes an alias back. It may arrive before the alias it names. Persisted: add fields, never rename.</summary>
public sealed record AliasUndo
{
    /// <summary>Key of the alias that is undone; also the undo's own key.</summary>
    public required string AliasKey { get; init; }

    /// <summary>When it was asked for; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked; null when not told.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; null when not told.</summary>
    public string? Reason { get; init; }
}
