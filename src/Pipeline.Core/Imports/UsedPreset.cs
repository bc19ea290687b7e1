namespace Pipeline.Imports;

/// <summary>The preset by which a file was read.</summary>
/// <param name="Version">Version of its data file.</param>
/// <param name="Recognized">True when the header showed it; false when the upload named it.</param>
public sealed record UsedPreset(string Name, int Version, bool Recognized);
