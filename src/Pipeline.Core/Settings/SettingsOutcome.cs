using Pipeline.Problems;

namespace Pipeline.Settings;

/// <summary>Answer to a request that changes settings.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="State">How the document stands; null when there is no such document.</param>
/// <param name="Problems">Every problem of the document; empty unless it is invalid.</param>
public sealed record SettingsOutcome(SettingsStatus Status, SettingsState? State, IReadOnlyList<Problem> Problems);
