using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Leads.Previews;

/// <summary>Answer to a preview.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Preview">The comparison; null unless it is done.</param>
/// <param name="Problems">Every problem of the document; empty unless it is invalid.</param>
public sealed record PreviewOutcome(SettingsStatus Status, Preview? Preview, IReadOnlyList<Problem> Problems);
