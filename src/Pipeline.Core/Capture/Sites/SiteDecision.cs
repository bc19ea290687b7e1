using Pipeline.Problems;

namespace Pipeline.Capture.Sites;

/// <summary>Whether a page may post.</summary>
/// <param name="Origin">Its origin in the one spelling that browsers use; null when it sent none or none that can be read.</param>
/// <param name="Problem">Why it may not; null when it may.</param>
public readonly record struct SiteDecision(string? Origin, Problem? Problem);
