using Pipeline.Attribution;

namespace Pipeline.Leads.Shown;

/// <summary>One touch with the lead's own events in it, in event order.</summary>
public sealed record JourneyEntry(Touch Touch, IReadOnlyList<JourneyEvent> Events);
