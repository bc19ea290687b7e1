using Pipeline.Events;
using Pipeline.Identity;

namespace Pipeline.Leads.Shown;

/// <summary>A link as a lead shows it.</summary>
/// <param name="VisitorId">Visitor that it names.</param>
/// <param name="At">When it was made; UTC.</param>
/// <param name="ConsentSource">What the visitor agreed to.</param>
/// <param name="UndoneAt">When it was taken back, by an undo, a corrected fill or a withdrawal; null when it stands.</param>
public sealed record LinkEntry(string LinkId, string VisitorId, DateTimeOffset At, string ConsentSource, DateTimeOffset? UndoneAt)
{
    /// <summary>The links that name a lead, in event order.</summary>
    /// <param name="history">All facts of the lead.</param>
    /// <param name="at">Moment; later facts do not count.</param>
    public static IReadOnlyList<LinkEntry> Of(LeadHistory history, DateTimeOffset at) =>
    [
        .. history.Visitors
            .SelectMany(visitor => visitor.Links
                .Where(link => link.LeadId == history.Facts.LeadId && link.OccurredAt <= at)
                .Select(link => (Link: link, UndoneAt: TakenBack(visitor, link, at))))
            .OrderBy(item => item.Link.Order)
            .Select(item => new LinkEntry(
                item.Link.Key, item.Link.VisitorId, item.Link.OccurredAt, item.Link.ConsentSource, item.UndoneAt)),
    ];

    private static DateTimeOffset? TakenBack(VisitorFacts visitor, LinkFact link, DateTimeOffset at)
    {
        var undone = visitor.Undos.Where(undo => undo.LinkKey == link.Key && undo.At <= at).Select(undo => (DateTimeOffset?)undo.At);
        var withdrawn = visitor.ConsentAt(at).WithdrawnAt;
        var corrected = visitor.CorrectedAt(at);
        return undone.Append(withdrawn).Append(corrected.TryGetValue(link.Key, out var since) ? since : null).Min();
    }
}
