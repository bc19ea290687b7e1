using Pipeline.Problems;

namespace Pipeline.Scoring.Documents;

/// <summary>What came of reading a rules document.</summary>
/// <param name="Rules">The rules; null when there is any problem.</param>
/// <param name="Problems">Every problem found, in the order of the document; empty when the rules are good.</param>
public sealed record RulesReading(ScoringRules? Rules, IReadOnlyList<RulesProblem> Problems);
