using Pipeline.Events;

namespace Pipeline.Leads;

/// <summary>An event that belongs to a lead.</summary>
/// <param name="TouchId">Touch it is part of; null when it lies in no visit.</param>
/// <param name="Channel">Channel of its visit; null when it lies in no visit.</param>
public sealed record OwnedEvent(CapturedEvent Event, string? TouchId, string? Channel);
