using Pipeline.Lifecycle;

namespace Pipeline.Leads.Facts;

/// <summary>A hand-off as a lead shows it.</summary>
/// <param name="Entry">Number of the entry into MQL.</param>
/// <param name="Label">Whether the lead was new or came back.</param>
/// <param name="EnteredAt">When the lead became MQL; UTC.</param>
/// <param name="State">What became of it.</param>
/// <param name="ClosedAt">When it was delivered or refused; UTC, null before.</param>
/// <param name="Note">Why it is still pending; null when it is not, or on its way.</param>
public sealed record HandoffEntry(
    string Id, int Entry, EntryLabel Label, DateTimeOffset EnteredAt, HandoffState State, DateTimeOffset? ClosedAt, string? Note)
{
    private const string NotConfigured = "not configured";

    /// <summary>Makes the entry.</summary>
    /// <param name="handoff">Hand-off.</param>
    /// <param name="isConfigured">Whether there is a receiver.</param>
    public static HandoffEntry Of(Handoff handoff, bool isConfigured) => new(
        handoff.Id,
        handoff.Entry,
        handoff.Label,
        handoff.EnteredAt,
        handoff.State,
        handoff.ClosedAt,
        handoff.State == HandoffState.Pending && !isConfigured ? NotConfigured : null);
}
