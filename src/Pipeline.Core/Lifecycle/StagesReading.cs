using Pipeline.Problems;

namespace Pipeline.Lifecycle;

/// <summary>A stages document that was read, or why not.</summary>
/// <param name="Stages">The document; null when there are problems.</param>
/// <param name="Problems">Every problem with its JSON path; empty when there are none.</param>
public sealed record StagesReading(StagesDocument? Stages, IReadOnlyList<RulesProblem> Problems);
