namespace Pipeline.Events.Disowns;

/// <summary>
/// That a claim was disowned, or that this was taken back. Persisted within <see cref="Disown"/>: add fields, never rename.
/// </summary>
/// <param name="At">When it was asked for; UTC.</param>
/// <param name="Undone">True when it takes the disowning back.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Reason">Why.</param>
public sealed record DisownDecision(DateTimeOffset At, bool Undone, string? Actor, string? Reason);
