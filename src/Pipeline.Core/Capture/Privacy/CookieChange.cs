using Pipeline.Events;

namespace Pipeline.Capture.Privacy;

/// <summary>What an answer does to the browser's cookies.</summary>
/// <param name="VisitorId">Visitor id to set; null leaves the visitor cookie as it is.</param>
/// <param name="ForgetsVisitor">True when the visitor cookie is deleted.</param>
/// <param name="Remembers">Decision to remember without an id; null leaves what is remembered.</param>
public readonly record struct CookieChange(string? VisitorId, bool ForgetsVisitor = false, ConsentState? Remembers = null);
