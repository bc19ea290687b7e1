using Pipeline.Identity;
using Pipeline.Leads.Facts;

namespace Pipeline.Leads;

/// <summary>Finds the browsers that are linked to a lead.</summary>
public static class LinkedVisitors
{
    /// <summary>How a visitor is linked to a lead; null when no link stands: none was made, or all were undone or withdrawn.</summary>
    /// <param name="visitor">The visitor's facts.</param>
    /// <param name="at">Later facts don't count.</param>
    /// <param name="sharedDeviceWindow">Time in which three different leads make a shared device.</param>
    public static LinkedVisitor? Of(string leadId, VisitorFacts visitor, DateTimeOffset at, TimeSpan sharedDeviceWindow)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        var consent = visitor.ConsentAt(at);
        var undone = visitor.TakenBackAt(at);
        var own = consent.Standing(visitor.Links.Where(link => link.OccurredAt <= at))
            .Where(link => link.LeadId == leadId && !undone.Contains(link.Key))
            .Select(link => (DateTimeOffset?)link.OccurredAt)
            .Min();
        return own is { } since
            ? new LinkedVisitor(visitor.VisitorId, since, Ownership.Of(visitor, at, sharedDeviceWindow).SharedFrom is not null)
            : null;
    }
}
