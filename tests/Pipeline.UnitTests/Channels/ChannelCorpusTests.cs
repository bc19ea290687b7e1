using Pipeline.Channels;
using Pipeline.Events;

namespace Pipeline.UnitTests.Channels;

public sealed class ChannelCorpusTests
{
    private const string Landing = "https://www.shop.example/p";

    private static readonly VisitSource Previous = new()
    {
        Channel = "(previous)",
        Source = "s",
        Medium = "m",
        RuleId = "r",
        RulesVersion = "v",
    };

    private static readonly ChannelClassifier Classifier = new(ChannelRules.Default);

    [Fact]
    public void Classify_EveryListedSource_AgreesWithTheTable()
    {
        var checkedPairs = 0;
        var wrong = new List<string>();
        foreach (var (list, host, isSubdomain) in Hosts())
        {
            foreach (var (query, isTagged, channels) in isSubdomain ? ChannelOracle.Table.Where(IsCoreRow) : ChannelOracle.Table)
            {
                var tag = isTagged ? $"utm_source={host}" : "";
                var referrer = isTagged ? "https://intranet.example/" : $"https://{host}/some/page?q=1";
                Check(list, $"{Landing}?{tag}&{query}", referrer, ChannelOracle.Channel(channels, list), wrong);
                checkedPairs++;
            }
        }

        foreach (var (list, name) in Names())
        {
            foreach (var (query, _, channels) in ChannelOracle.Table.Where(row => row.IsTagged))
            {
                var landing = $"{Landing}?{query}&utm_source={Uri.EscapeDataString(name)}";
                Check(list, landing, null, ChannelOracle.Channel(channels, list), wrong);
                checkedPairs++;
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {checkedPairs}: {string.Join("\n", wrong.Take(20))}");
        Assert.True(checkedPairs >= 10_000, $"{checkedPairs} pairs are too few.");
    }

    [Theory]
    [InlineData("Organic Search", "www.google.de www.google.com.tr google.com www.bing.com duckduckgo.com www.ecosia.org www.qwant.com "
        + "www.startpage.com search.brave.com de.search.yahoo.com yandex.ru www.baidu.com search.seznam.cz suche.t-online.de "
        + "suche.web.de metager.org swisscows.com kagi.com search.ch lite.duckduckgo.com")]
    [InlineData("Organic Social", "m.facebook.com lm.facebook.com l.instagram.com www.linkedin.com lnkd.in t.co x.com www.xing.com "
        + "www.tiktok.com pinterest.fr www.pinterest.co.uk out.reddit.com web.telegram.org t.me wa.me bsky.app mastodon.social "
        + "l.threads.com vk.com ok.ru news.ycombinator.com www.quora.com stackoverflow.com")]
    [InlineData("Organic Video", "www.youtube.com youtu.be vimeo.com player.vimeo.com www.dailymotion.com www.twitch.tv")]
    [InlineData("Organic Shopping", "www.amazon.de amazon.com.be www.ebay.co.uk www.etsy.com www.idealo.de geizhals.at www.otto.de "
        + "www.zalando.nl www.bol.com allegro.pl www.ceneo.pl www.heureka.cz www.emag.ro www.leboncoin.fr www.trovaprezzi.it "
        + "shopping.google.com www.skroutz.gr www.pricerunner.se www.wlw.de")]
    [InlineData("E-mail", "mail.google.com outlook.live.com outlook.office.com mail.yahoo.com deref-web.de deref-gmx.net "
        + "navigator.gmx.net mail.proton.me email.seznam.cz poczta.onet.pl webmail.ovh.net mail.ionos.de webmail.freenet.de "
        + "mail.libero.it")]
    [InlineData("AI Assistant", "chatgpt.com chat.openai.com www.perplexity.ai claude.ai gemini.google.com copilot.microsoft.com "
        + "chat.mistral.ai chat.deepseek.com grok.com www.meta.ai you.com poe.com duck.ai")]
    [InlineData("(previous)", "www.paypal.com checkout.stripe.com pay.klarna.com www.mollie.com login.microsoftonline.com "
        + "accounts.google.com appleid.apple.com tenant.eu.auth0.com company.okta.com secure.przelewy24.pl sis.redsys.es pay.amazon.de "
        + "www.saferpay.com app.franceconnect.gouv.fr")]
    [InlineData("Referral", "www.dropbox.com docs.google.com notgoogle.com google.com.evil.test facebook.com.evil.test myfacebook.com "
        + "x.com.evil.test notx.com bing.com-ads.test chatgpt.com.evil.test paypal.com.evil.test fakepaypal.com github.com "
        + "en.wikipedia.org www.spiegel.de t-online.de google.evil amazon.shop news.google.com com de co.uk")]
    public void Classify_WellKnownReferrers_GetTheChannelEveryoneExpects(string channel, string hosts)
    {
        Assert.All(hosts.Split(' '), host =>
            Assert.Equal(channel, Classifier.Classify(null, $"https://{host}/", "www.shop.example", Previous).Channel));
    }

    private static bool IsCoreRow((string Query, bool IsTagged, string Channels) row) => row.Query is "" or "utm_medium=CPC";

    private static void Check(string list, string landing, string? referrer, string expected, List<string> wrong)
    {
        var address = PageAddress.Parse(landing)!;
        var decision = Classifier.Classify(address.Campaign, referrer, address.Host, Previous);
        if (decision.Channel != expected)
        {
            wrong.Add($"{list}: {landing} from {referrer}: {decision.Channel} by {decision.RuleId}, not {expected}");
        }
    }

    private static IEnumerable<(string List, string Host, bool IsSubdomain)> Hosts()
    {
        foreach (var (list, pattern) in Patterns())
        {
            var isWild = pattern.EndsWith(".*", StringComparison.Ordinal);
            var name = isWild ? pattern[..^2] : pattern;
            foreach (var host in isWild ? [$"{name}.com", $"{name}.se", $"{name}.co.nz"] : new[] { name })
            {
                yield return (list, host, false);
                yield return (list, "www." + host, true);
                yield return (list, "a.b-c." + host, true);
                yield return ("stranger", host + ".evil.test", false);
            }

            var last = isWild ? name + ".com" : name;
            yield return ("stranger", "not" + last.Replace('.', '-') + ".test", true);
            if (!IsListedBelow(last))
            {
                yield return ("stranger", "not" + last, false);
            }
        }
    }

    /// <summary>A look-alike of <c>pay.google.com</c> is <c>notpay.google.com</c>, which belongs to google.com as it should.</summary>
    private static bool IsListedBelow(string host)
    {
        var labels = host.Split('.');
        return Enumerable.Range(1, labels.Length - 1).Any(skip => Parents.Contains(string.Join('.', labels[skip..])));
    }

    private static readonly HashSet<string> Parents =
    [
        .. Patterns().Select(pattern => pattern.Pattern),
        .. Patterns().Where(pattern => pattern.Pattern.EndsWith(".*", StringComparison.Ordinal)).SelectMany(pattern =>
            new[] { "com", "de", "at", "ch", "fr", "co.uk", "co.jp", "ru", "net", "nl" }.Select(end => pattern.Pattern[..^1] + end)),
    ];

    private static IEnumerable<(string List, string Pattern)> Patterns()
    {
        var lists = ChannelRules.Default.Lists!;
        return Named(lists)
            .SelectMany(list => list.Sources.SelectMany(source => source.Domains ?? []).Select(domain => (list.Name, domain)))
                .Concat(lists.Excluded!.Select(domain => ("excluded", domain)));
    }

    private static IEnumerable<(string List, string Name)> Names() =>
        Named(ChannelRules.Default.Lists!).SelectMany(list => list.Sources.SelectMany(source =>
            new[] { source.Name, source.Name.ToUpperInvariant() }.Concat(source.Names ?? []).Select(name => (list.Name, name))));

    private static IEnumerable<(string Name, IReadOnlyList<ListedSource> Sources)> Named(SourceLists lists) =>
    [
        ("search", lists.Search!), ("social", lists.Social!), ("video", lists.Video!), ("shopping", lists.Shopping!),
        ("webmail", lists.Webmail!), ("ai", lists.Ai!), ("referral", lists.Referral!),
    ];
}
