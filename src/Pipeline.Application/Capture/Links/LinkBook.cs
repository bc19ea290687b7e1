using Microsoft.Extensions.Options;
using Pipeline.Settings;

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

    /// <summary>Finds a link that can be followed.</summary>
    /// <param name="name">Any text; case does not matter.</param>
    /// <returns>Null when there is none.</returns>
    public TrackedLink? Find(string name) => Current().Links.Find(name);

    /// <summary>Refuses a link whose own settings are faulty; the others work nevertheless.</summary>
    /// <param name="name">Any text; case does not matter.</param>
    /// <exception cref="OptionsValidationException">It is configured and faulty.</exception>
    public void Refuse(string name)
    {
        if (Current().Faults.TryGetValue(name, out var faults))
        {
            throw new OptionsValidationException(SettingsRegistration.AsWritten, typeof(LinkOptions), faults);
        }
    }

    internal static LinkSet Read(LinkOptions options, CaptureOptions capture, IDictionary<string, IReadOnlyList<string>> problems)
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

            if (faults.Count > 0)
            {
                problems[name] = [.. faults.Select(fault => fault.InConfiguration(name))];
            }
        }

        return new LinkSet(links);
    }

    internal static string[] Hosts(LinkOptions options, CaptureOptions capture) => [.. capture.AllowedReturnHosts, .. options.LinkHosts];

    private Edition Current()
    {
        var options = _options.Get(SettingsRegistration.AsWritten);
        if (_edition is { } edition && edition.Source == options)
        {
            return edition;
        }

        var faults = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        return _edition = new Edition(options, Read(options, _capture.Value, faults), faults);
    }

    private sealed record Edition(LinkOptions Source, LinkSet Links, IReadOnlyDictionary<string, IReadOnlyList<string>> Faults);
}
