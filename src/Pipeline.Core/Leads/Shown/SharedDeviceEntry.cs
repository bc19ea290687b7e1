using Pipeline.Identity;

namespace Pipeline.Leads.Shown;

/// <summary>A visitor that several people use.</summary>
/// <param name="Since">Moment of the link that made it one; UTC.</param>
public sealed record SharedDeviceEntry(string VisitorId, DateTimeOffset Since)
{
    /// <summary>The shared devices among the lead's visitors, in ordinal order of their ids.</summary>
    /// <param name="history">All facts of the lead.</param>
    /// <param name="at">Moment; later links and undos do not count.</param>
    /// <param name="window">Time in which three different leads make a shared device.</param>
    public static IReadOnlyList<SharedDeviceEntry> Of(LeadHistory history, DateTimeOffset at, TimeSpan window) =>
    [
        .. history.LinkedVisitors
            .Select(visitor => (visitor.VisitorId, SharedFrom: Ownership.Of(visitor, at, window).SharedFrom))
            .Where(visitor => visitor.SharedFrom is not null)
            .Select(visitor => new SharedDeviceEntry(visitor.VisitorId, visitor.SharedFrom!.Value.OccurredAt)),
    ];
}
