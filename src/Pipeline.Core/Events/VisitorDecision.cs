namespace Pipeline.Events;

/// <summary>Which visitor a request belongs to.</summary>
/// <param name="Id">Visitor id.</param>
/// <param name="IsNew">True when the browser had no valid cookie, so the answer sets one.</param>
public readonly record struct VisitorDecision(string Id, bool IsNew);
