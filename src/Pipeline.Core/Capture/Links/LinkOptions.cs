namespace Pipeline.Capture.Links;

/// <summary>Settings of tracked links, section <c>Pipeline</c>.</summary>
public sealed class LinkOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Pipeline";

    /// <summary>Hosts that a tracked link may lead to, besides <see cref="CaptureOptions.AllowedReturnHosts"/>.</summary>
    /// <value>Host names without scheme and port; sub-domains are not meant. Default none.</value>
    public string[] LinkHosts { get; set; } = [];

    /// <summary>The links by name: <c>Pipeline:Links:{name}:Target</c> and so on.</summary>
    /// <value>Names of 1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>, any case. Default none.</value>
    public Dictionary<string, LinkSetting> Links { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
