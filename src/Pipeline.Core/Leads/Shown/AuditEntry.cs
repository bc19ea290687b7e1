using Pipeline.Events.Disowns;
using Pipeline.Identity;
using Pipeline.Leads.Facts;

namespace Pipeline.Leads.Shown;

/// <summary>
/// One line of a lead's audit: who did what to its identity, when, and from where. Read off the facts themselves, which are never changed,
/// so no line can be missing or doubled. Names people and browsers by their ids alone.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>When it reached the pipeline; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was done.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>
    /// What it was done to: the id of the link, <c>{lead id of the new address} to {lead id that stays}</c>, one source and the next, or
    /// the event id of a disowned fill, <c>all</c> where it is all that a visitor claims.
    /// </summary>
    public required string Subject { get; init; }

    /// <summary>Visitor concerned; null when it concerns none.</summary>
    public string? VisitorId { get; init; }

    /// <summary>Who did it; null when the visitor did, or nobody told.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; null when not told.</summary>
    public string? Reason { get; init; }

    /// <summary>How it came in: a link's consent source, <c>api</c>, or <c>visit</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The audit of a lead, oldest line first.</summary>
    /// <param name="history">All facts of the lead.</param>
    /// <param name="at">Moment; later lines are left out.</param>
    /// <param name="others">Lines that follow from the lead's view.</param>
    public static IReadOnlyList<AuditEntry> Of(LeadHistory history, DateTimeOffset at, IEnumerable<AuditEntry> others) =>
    [
        .. (history.AllVisitors ?? history.Visitors).SelectMany(visitor => OfVisitor(history.Facts.LeadId, visitor))
            .Concat(history.Facts.Disowns.SelectMany(OfDisown))
            .Concat(history.AliasRows.SelectMany(row => OfAliases(row, history)))
            .Concat(others)
            .Where(entry => entry.At <= at)
            .OrderBy(entry => entry.At)
            .ThenBy(entry => entry.Action)
            .ThenBy(entry => entry.Subject, StringComparer.Ordinal),
    ];

    // An address that was asked for in vain is another lead's, and so is what became of it there.
    private static IEnumerable<AuditEntry> OfAliases(LeadAliases row, LeadHistory history)
    {
        var leadId = history.Facts.LeadId;
        var facts = row.Facts
            .Where(fact => row.LeadId == leadId || fact.StaysId == leadId || history.Members.Any(member => member.LeadId == fact.StaysId))
            .ToList();
        return facts.Select(fact => new AuditEntry
        {
            At = fact.At,
            Action = AuditAction.Alias,
            Subject = $"{row.LeadId} to {fact.StaysId}",
            Actor = fact.Actor,
            Reason = fact.Reason,
            Source = "api",
        })
        .Concat(row.Undos.Where(undo => facts.Exists(fact => fact.Key == undo.AliasKey)).Select(undo => new AuditEntry
        {
            At = undo.At,
            Action = AuditAction.AliasUndo,
            Subject = $"{row.LeadId} to {facts.First(fact => fact.Key == undo.AliasKey).StaysId}",
            Actor = undo.Actor,
            Reason = undo.Reason,
            Source = "api",
        }));
    }

    private static IEnumerable<AuditEntry> OfDisown(Disown disown) => disown.Decisions.Select(decision => new AuditEntry
    {
        At = decision.At,
        Action = decision.Undone ? AuditAction.DisownUndo : AuditAction.Disown,
        Subject = disown.EventId ?? "all",
        VisitorId = disown.VisitorId,
        Actor = decision.Actor,
        Reason = decision.Reason,
        Source = "api",
    });

    private static IEnumerable<AuditEntry> OfVisitor(string leadId, VisitorFacts visitor)
    {
        var links = visitor.Links.Where(link => link.LeadId == leadId).ToDictionary(link => link.Key, StringComparer.Ordinal);
        foreach (var link in links.Values)
        {
            yield return new AuditEntry
            {
                At = link.ReceivedAt,
                Action = AuditAction.Link,
                Subject = link.Key,
                VisitorId = link.VisitorId,
                Source = link.ConsentSource,
            };
        }

        foreach (var undo in visitor.Undos.Where(undo => links.ContainsKey(undo.LinkKey)))
        {
            yield return new AuditEntry
            {
                At = undo.At,
                Action = AuditAction.Undo,
                Subject = undo.LinkKey,
                VisitorId = undo.VisitorId,
                Actor = undo.Actor,
                Reason = undo.Reason,
                Source = "api",
            };
        }

        foreach (var (key, since) in visitor.CorrectedAt(DateTimeOffset.MaxValue).Where(fill => links.ContainsKey(fill.Key)))
        {
            yield return new AuditEntry
            {
                At = since,
                Action = AuditAction.Correction,
                Subject = key,
                VisitorId = visitor.VisitorId,
                Source = "form",
            };
        }
    }
}
