using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Links;

/// <summary>The configured tracked links, read once and again after a change of the settings.</summary>
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

        return edition.Links.Find(name);
    }

    internal static LinkSet Read(LinkOptions options, CaptureOptions capture, ICollection<string> problems)
    {
        var hosts = Hosts(options, capture);
        var links = new List<TrackedLink>();
        foreach (var (name, setting) in options.Links)
        {
            var faults = new List<LinkFault>();
            if (LinkReader.Read(name, setting.Target, setting.Campaign, hosts, faults) is { } link)
            {
                links.Add(link);
            }

            faults.ForEach(fault => problems.Add(fault.InConfiguration(name)));
        }

        return new LinkSet(links);
    }

    internal static string[] Hosts(LinkOptions options, CaptureOptions capture) => [.. capture.AllowedReturnHosts, .. options.LinkHosts];

    private sealed record Edition(LinkOptions Source, LinkSet Links);
}
