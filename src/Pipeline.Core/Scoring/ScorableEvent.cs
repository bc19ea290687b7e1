using Pipeline.Events;

namespace Pipeline.Scoring;

/// <summary>An event that a lead owns, with the channel of its visit.</summary>
/// <param name="Channel">Channel of the visit that the event belongs to; null when it belongs to none.</param>
/// <param name="Disposable">True when the event carries a throw-away e-mail address.</param>
public readonly record struct ScorableEvent(CapturedEvent Event, string? Channel, bool Disposable = false);
