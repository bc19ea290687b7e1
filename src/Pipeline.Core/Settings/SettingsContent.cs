namespace Pipeline.Settings;

/// <summary>The text of a version of a settings document.</summary>
/// <param name="Version">Number of the version; 0 is the shipped default.</param>
/// <param name="Revision">Number that grows with every change of the document: its ETag.</param>
/// <param name="Text">JSON text, as it was given.</param>
public sealed record SettingsContent(int Version, int Revision, string Text);
