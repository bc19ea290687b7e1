using System.Globalization;
using System.Text.Json;
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
public sealed class LinkDocument(IOptionsMonitor<LinkOptions> links, IOptions<CaptureOptions> capture) : IRulesDocument<LinkSet>
{
    private const string Resources = "Pipeline.Capture.Links.";

    private static readonly Lazy<JsonSchemaCheck> SchemaCheck = new(() => new JsonSchemaCheck(Resource("links.schema.json")));

    /// <inheritdoc/>
    public string Name => "links";

    /// <inheritdoc/>
    public SettingsEffect Effect => SettingsEffect.AtOnce;

    /// <inheritdoc/>
    public string ShippedText => Resource("links.default.json");

    /// <inheritdoc/>
    public string Schema => Resource("links.schema.json");

    /// <inheritdoc/>
    public LinkSet Shipped => LinkSet.Empty;

    // Where links may lead as configured now.
    internal string[] Hosts => LinkBook.Hosts(links.Get(SettingsRegistration.AsWritten), capture.Value);

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Check(string json)
    {
        var form = FormProblems.Of(json, SchemaCheck.Value);
        if (form.Count > 0)
        {
            return form;
        }

        var problems = new List<Problem>();
        _ = Read(json, problems);
        return problems;
    }

    /// <inheritdoc/>
    public string? LabelOf(string json) => null;

    /// <inheritdoc/>
    public LinkSet Compile(string json)
    {
        var form = FormProblems.Of(json, SchemaCheck.Value);
        return form.Count == 0 ? new LinkSet(Read(json, [])) : throw new ArgumentException(string.Join(" ", form), nameof(json));
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(TrackedLink).Assembly.GetManifestResourceStream(Resources + name)!);
        return reader.ReadToEnd();
    }

    // Expects a document of good form.
    private List<TrackedLink> Read(string json, List<Problem> problems)
    {
        var list = JsonSerializer.Deserialize(json, LinkListJson.Default.LinkList)!;
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

            problems.AddRange(faults.Select(fault => new Problem(Problem.Invalid, fault.Path(place), fault.Message)));
        }

        return read;
    }
}
