using Pipeline.Events.Disowns;

namespace Pipeline.Leads.Shown;

/// <summary>A claim about a lead that counts as never made.</summary>
/// <param name="Event">Event id of the fill; null for all that the visitor claims.</param>
/// <param name="Visitor">Visitor that claimed it; null for a fill without one.</param>
/// <param name="At">When it was disowned, or when this was taken back; UTC.</param>
/// <param name="Undone">True when it counts again.</param>
/// <param name="Actor">Who decided.</param>
/// <param name="Reason">Why.</param>
public sealed record DisownEntry(string? Event, string? Visitor, DateTimeOffset At, bool Undone, string? Actor, string? Reason)
{
    /// <summary>The claims about a lead that are disowned at a moment, oldest first.</summary>
    /// <param name="disowns">All that ever were.</param>
    /// <param name="at">Moment.</param>
    public static IReadOnlyList<DisownEntry> Of(IEnumerable<Disown> disowns, DateTimeOffset at) =>
    [
        .. disowns.Where(disown => disown.StandsAt(at))
            .Select(disown => Of(disown, disown.LatestAt(at)!))
            .OrderBy(entry => entry.At)
            .ThenBy(entry => entry.Event, StringComparer.Ordinal)
            .ThenBy(entry => entry.Visitor, StringComparer.Ordinal),
    ];

    /// <summary>A decision about a claim.</summary>
    public static DisownEntry Of(Disown disown, DisownDecision decision)
    {
        ArgumentNullException.ThrowIfNull(disown);
        ArgumentNullException.ThrowIfNull(decision);
        return new(disown.EventId, disown.VisitorId, decision.At, decision.Undone, decision.Actor, decision.Reason);
    }
}
