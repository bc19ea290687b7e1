using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Links;

/// <summary>The tracked links of the settings, read once and again after a change of the settings.</summary>
public sealed class LinkBook
{
    private readonly IOptionsMonitor<LinkOptions> _options;
    private readonly IOptions<CaptureOptions> _capture;
    private volatile Edition? _edition;

    /// <summary>Makes the book.</summary>
    /// <param name="options">The links.</param>
    /// <param name="capture">Hosts that are allowed besides.</param>
    public LinkBook(IOptionsMonitor<LinkOptions> options, IOptions<CaptureOptions> capture) => (_options, _capture) = (options, capture);

    /// <summary>Finds a link.</summary>
    /// <param name="name">Any text; case does not matter.</param>
    /// <returns>Null when there is none.</returns>
    public TrackedLink? Find(string name)
    {
        var options = _options.CurrentValue;
        if (_edition is not { } edition || edition.Source != options)
        {
            _edition = edition = new Edition(options, Read(options, _capture.Value, []));
        }

        return edition.Links.GetValueOrDefault(name);
    }

    internal static FrozenDictionary<string, TrackedLink> Read(LinkOptions options, CaptureOptions capture, ICollection<string> problems)
    {
        string[] hosts = [.. capture.AllowedReturnHosts, .. options.LinkHosts];
        return options.Links
            .Select(pair => LinkReader.Read(pair.Key, pair.Value, hosts, problems))
            .OfType<TrackedLink>()
            .ToFrozenDictionary(link => link.Name, StringComparer.OrdinalIgnoreCase);
    }

    private sealed record Edition(LinkOptions Source, FrozenDictionary<string, TrackedLink> Links);
}
