using Pipeline.Attribution;

namespace Pipeline.Leads.Shown;

/// <summary>One touch with the lead's own events in it, in event order.</summary>
/// <param name="Touch">Touch.</param>
/// <param name="Events">Events.</param>
public sealed record JourneyEntry(Touch Touch, IReadOnlyList<JourneyEvent> Events);
