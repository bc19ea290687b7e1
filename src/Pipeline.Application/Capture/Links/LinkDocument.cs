using System.Globalization;
using Microsoft.Extensions.Options;
using Pipeline.Problems;
using Pipeline.Settings;

namespace Pipeline.Capture.Links;

/// <summary>
/// Settings <c>links</c>: <see cref="LinkList"/>, compiled to a <see cref="LinkSet"/>. They join the configured links; of two of one name
/// the document's counts. A link whose host is no longer allowed is as if it was not there, so that it never keeps the others from working.
/// </summary>
/// <param name="links">Hosts that links may lead to.</param>
/// <param name="capture">Hosts that are allowed besides.</param>
public sealed class LinkDocument(IOptionsMonitor<LinkOptions> links, IOptions<CaptureOptions> capture)
    : RulesDocument<LinkList, LinkSet>(LinkList.Form, SettingsEffect.AtOnce)
{
    /// <summary>Hosts that links may lead to as configured now.</summary>
    public override string Surroundings => string.Join(' ', Hosts);

    private string[] Hosts => LinkBook.Hosts(links.Get(SettingsRegistration.AsWritten), capture.Value);

    /// <inheritdoc/>
    protected override LinkSet Compile(LinkList document) => new(Read(document, []));

    /// <inheritdoc/>
    protected override IReadOnlyList<Problem> Refusals(LinkList document)
    {
        var problems = new List<Problem>();
        _ = Read(document, problems);
        return problems;
    }

    private List<TrackedLink> Read(LinkList list, List<Problem> problems)
    {
        var hosts = Hosts;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var read = new List<TrackedLink>(list.Links.Count);
        for (var i = 0; i < list.Links.Count; i++)
        {
            var (link, place) = (list.Links[i], string.Create(CultureInfo.InvariantCulture, $"$.links[{i}]"));
            var faults = new List<LinkFault>();
            if (LinkReader.Read(link.Name, link.Target, link.Campaign ?? new LinkCampaign(), hosts, faults) is { } tracked)
            {
                read.Add(tracked);
            }

            if (!names.Add(link.Name))
            {
                faults.Add(new LinkFault("", $"'{link.Name}' is another link's already, case aside; give each its own."));
            }

            problems.AddRange(faults.Select(fault => Problem.At(fault.Path(place), fault.Message)));
        }

        return read;
    }
}
