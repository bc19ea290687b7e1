using Pipeline.Records;

namespace Pipeline.Settings;

/// <summary>A request to change settings.</summary>
/// <param name="Name">Name of the document; any text.</param>
/// <param name="IfRevisions">The document must have one of these revisions; null when any will do.</param>
/// <param name="Note">Who asks, and why.</param>
public sealed record SettingsEdit(string Name, IReadOnlyList<int>? IfRevisions, ActionNote Note);
