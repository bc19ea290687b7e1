using Pipeline.Events;
using Pipeline.Text;

namespace Pipeline.Channels;

/// <summary>
/// Decides where a visit came from by ordered channel rules. Compiled once from a rules document; immutable and safe for concurrent use.
/// Every visit gets exactly one channel; any input is answered, none throws.
/// </summary>
public sealed class ChannelClassifier
{
    private const string DirectSource = "(direct)";
    private const string Facebook = "facebook";
    private static readonly object Match = new();
    private readonly ChannelRule[] _rules;
    private readonly string _rulesVersion;
    private readonly SourceIndex _sources;
    private readonly MediumWords _words;
    private readonly HostPatterns<object> _own;
    private readonly HostPatterns<object> _excluded;

    /// <summary>Compiles rules.</summary>
    /// <param name="rules">A valid document (<see cref="ChannelRulesValidator"/>).</param>
    /// <param name="sites">
    /// Hosts of own sites, besides those of the document; all of their registrable domains is own. Null for none.
    /// </param>
    /// <exception cref="ArgumentException">The document has problems; the message lists all of them.</exception>
    public ChannelClassifier(ChannelRules rules, IEnumerable<string>? sites = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var problems = ChannelRulesValidator.Check(rules);
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(rules));
        }

        var byId = ChannelRule.All.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        _rules = [.. (rules.Order ?? ChannelRules.Default.Order!).Select(id => byId[id])];
        _rulesVersion = rules.RulesVersion;
        _sources = new SourceIndex([rules.Lists ?? ChannelRules.Default.Lists!, rules.Additions ?? new SourceLists()]);
        _own = Sites([.. rules.OwnSites ?? [], .. (sites ?? []).Select(Domain)]);
        _words = new MediumWords(rules.Words ?? ChannelRules.Default.Words!);
        _excluded = Sites(rules.ExcludedReferrers);
        Channels = [.. ChannelNames.All.Union(rules.Channels ?? [], NameFold.Comparer)];
    }

    /// <summary>Every channel: those of the rules, and those that the document adds for costs and touches.</summary>
    public IReadOnlyList<string> Channels { get; }

    /// <summary>
    /// Where a visit came from. Source is <c>utm_source</c> as it was written, else the listed name of the referring site, else its host
    /// without <c>www.</c>, else <c>(direct)</c>; medium is <c>utm_medium</c>, else what the rule implies.
    /// </summary>
    /// <remarks>
    /// Implied mediums: search <c>organic</c>, social <c>social</c>, video <c>video</c>, shopping <c>shopping</c>, AI assistants <c>ai</c>,
    /// webmail, mail tools and e-mail <c>email</c>, advertising frames <c>display</c>, other sites <c>referral</c>, text messages
    /// <c>sms</c>, push <c>push</c>, Direct <c>(none)</c>,
    /// campaigns of no known kind <c>(not set)</c>. A click id by itself gives its network as source and <c>cpc</c>, or <c>display</c> for
    /// <c>dclid</c>. An own or excluded referrer never becomes a source; a referrer of the page's own registrable domain is own.
    /// <c>fbclid</c>
    /// is on paid and unpaid links, so it only says Facebook, and only where neither campaign parameters nor a referrer say more.
    /// </remarks>
    /// <param name="campaign">Campaign parameters and click id of the landing address; null when it had none.</param>
    /// <param name="referrer">Address of the referring page; null, empty and what is no address count as none.</param>
    /// <param name="pageHost">Host of the landing page: its own pages are no referrers, with or without <c>www.</c>. Null when
    /// unknown.</param>
    /// <param name="previousVisit">Source of the visitor's previous visit; null when there is none.</param>
    /// <returns>The decision.</returns>
    public VisitSource Classify(CampaignParameters? campaign, string? referrer, string? pageHost, VisitSource? previousVisit)
    {
        Span<char> buffer = stackalloc char[HostName.MaxLength];
        var host = HostName.OfReferrer(referrer, buffer);
        var isTagged = IsTagged(campaign);
        var source = (campaign?.Source).AsSpan().Trim();
        var fromHost = host.IsEmpty && campaign?.ClickIdKind == ClickIdNames.Facebook
            ? _sources.FindTagged(Facebook)
            : _sources.FindHost(host);
        var isOwn = !host.IsEmpty && IsOwn(host, pageHost, fromHost);
        var facts = new ChannelFacts
        {
            Source = source,
            Medium = (campaign?.Medium).AsSpan().Trim(),
            Campaign = (campaign?.Campaign).AsSpan().Trim(),
            IsTagged = isTagged,
            IsPaid = _words.IsPaid(campaign?.Medium),
            IsEmail = _words.IsEmail(campaign?.Source) || _words.IsEmail(campaign?.Medium),
            Click = PaidClick.Of(campaign?.ClickIdKind),
            Kind = (isTagged ? _sources.FindTagged(source) : isOwn ? null : fromHost)?.Kind ?? SourceKind.None,
            IsOwnReferrer = isOwn,
            IsForeignReferrer = !host.IsEmpty && !isOwn,
        };
        var rule = FirstThatHolds(facts);
        if (rule.Id == ChannelRuleIds.OwnReferrer && previousVisit is not null)
        {
            return previousVisit with { RuleId = rule.Id, RulesVersion = _rulesVersion };
        }

        var click = rule.Id == ChannelRuleIds.ClickId ? facts.Click : null;
        return new VisitSource
        {
            Channel = click?.Channel ?? rule.Channel,
            Source = click?.Source ?? Text(campaign?.Source) ?? (isOwn ? null : Site(host, fromHost)) ?? DirectSource,
            Medium = click?.Medium ?? Text(campaign?.Medium) ?? rule.Medium,
            Campaign = Text(campaign?.Campaign),
            Term = Text(campaign?.Term),
            Content = Text(campaign?.Content),
            ClickIdKind = Text(campaign?.ClickIdKind),
            RuleId = rule.Id,
            RulesVersion = _rulesVersion,
        };
    }

    /// <summary>
    /// True when a page view, form fill or tracked click starts a new visit although the last event is recent: it carries campaign
    /// parameters or a click id, and what they classify to differs from the current visit in source, medium, campaign or kind of click id.
    /// </summary>
    /// <param name="campaign">Campaign parameters and click id of the event; null when it has none.</param>
    /// <param name="referrer">Referrer of the event.</param>
    /// <param name="pageHost">Host of the event's page.</param>
    /// <param name="current">Source of the current visit.</param>
    /// <returns>False without campaign parameters and click id.</returns>
    public bool StartsNewVisit(CampaignParameters? campaign, string? referrer, string? pageHost, VisitSource current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return VisitBoundary.CarriesCampaign(campaign)
            && VisitBoundary.Differs(Classify(campaign, referrer, pageHost, current), current);
    }

    private static bool IsTagged(CampaignParameters? campaign) => campaign is not null
        && (Text(campaign.Source) ?? Text(campaign.Medium) ?? Text(campaign.Campaign) ?? Text(campaign.Term) ?? Text(campaign.Content)
            ?? Text(campaign.CampaignId)) is not null;

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static string? Site(ReadOnlySpan<char> host, IndexedSource? listed) =>
        listed?.Name ?? (host.IsEmpty ? null : HostName.WithoutWww(host).ToString());

    private static string Domain(string host) =>
        PublicSuffixes.RegistrableDomain(host) is { IsEmpty: false } domain ? domain.ToString() : host;

    private static HostPatterns<object> Sites(IReadOnlyList<string>? domains) =>
        new((domains ?? []).Select(domain => (domain, Match)));

    private bool IsOwn(ReadOnlySpan<char> host, string? pageHost, IndexedSource? listed) =>
        listed?.Kind == SourceKind.Excluded
        || HostName.IsSameSite(host, pageHost)
        || PublicSuffixes.AreRelated(host, pageHost)
        || _own.Find(host) is not null
        || _excluded.Find(host) is not null;

    private ChannelRule FirstThatHolds(in ChannelFacts facts)
    {
        foreach (var rule in _rules)
        {
            if (rule.Holds(facts))
            {
                return rule;
            }
        }

        throw new InvalidOperationException("The last rule holds always.");
    }
}
