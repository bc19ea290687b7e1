namespace Pipeline.Functions.Capture;

/// <summary>The second file of the tracker script, which pages with forms load: what of forms does not fit into the first.</summary>
/// <param name="File">The file as it is served.</param>
public sealed record FormScript(TrackerScript File)
{
    /// <summary>Name of the embedded resource.</summary>
    public const string ResourceName = "f.js";
}
