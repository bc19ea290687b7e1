using FsCheck;
using FsCheck.Fluent;
using Pipeline.Events;

namespace Pipeline.UnitTests.Events;

public sealed class PageAddressTests
{
    private static readonly string[] Pieces =
    [
        "http://", "https://", "HTTPS://", "example.org", "WWW.Example.ORG", "bücher.example", "xn--bcher-kva.example", "[::1]",
        "[2001:DB8::0:1]",
        "user:pass@", ":", ":443", ":80", ":8080", ":00080", ":99999", "/", "//", "\\", "..", ".", "a", "Z", "é", "日本", "😀", "\ud83d",
        "\ude00",
        "%", "%4", "%41", "%zz", "%2f", "%2F", "%25", "%2541", "%00", "%e9", "%C3%A9", "%75", "%5f", "%3D", "%26", "%23", "?", "&", "&&",
        "=", "#", "#!/r",
        "utm_source", "UTM_Medium", "utm_campaign=", "utm%5Fsource=", "utm_source=google", "amp;utm_term=x", "%61mp;utm_id=7", "gclid=1",
        "fbclid=2",
        "mc_eid=3", "utm_sourceX=1", "q=a+b", "q[]=1", "{}", "|", "\"", "<", ">", "^", "`", " ", "\t", "\r\n", "\0", "\u0085", "\u00a0",
        "\u202e", "ſ",
        new string('a', 300), new string('é', 90), "&k=" + new string('v', 500),
    ];

    [Theory]
    [InlineData("https://example.org", "https://example.org/")]
    [InlineData("HTTPS://Example.ORG/Path", "https://example.org/Path")]
    [InlineData("https://example.org:443/a", "https://example.org/a")]
    [InlineData("http://example.org:80/a", "http://example.org/a")]
    [InlineData("http://example.org:443/a", "http://example.org:443/a")]
    [InlineData("http://example.org:08080/a", "http://example.org:8080/a")]
    [InlineData("https://user:p%40ss@example.org/a", "https://example.org/a")]
    [InlineData("https://a@b@example.org/", "https://example.org/")]
    [InlineData("https://example.org./a", "https://example.org/a")]
    [InlineData("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9")]
    [InlineData("https://ex%61mple.org/", "https://example.org/")]
    [InlineData("http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/")]
    [InlineData("https://example.org/a#top", "https://example.org/a")]
    [InlineData("https://example.org/#/route?utm_source=x", "https://example.org/")]
    [InlineData("https://example.org/%7euser/%2f%e2%82%ac", "https://example.org/~user/%2F%E2%82%AC")]
    [InlineData("https://example.org/a b\"c", "https://example.org/a%20b%22c")]
    [InlineData("https://example.org/100%", "https://example.org/100%25")]
    [InlineData("https://example.org/%%41", "https://example.org/%25A")]
    [InlineData("https://example.org\\a\\b", "https://example.org/a/b")]
    [InlineData("https://example.org/?b=2&a=1&&b=3", "https://example.org/?b=2&a=1&b=3")]
    [InlineData("https://example.org/?", "https://example.org/")]
    [InlineData("https://example.org?q=ä", "https://example.org/?q=%C3%A4")]
    [InlineData("  https://exam\tple.org/a\r\nb\0c  ", "https://example.org/abc")]
    public void Parse_AnAddress_HasOneSpelling(string text, string expected)
    {
        Assert.Equal(expected, PageAddress.Parse(text)?.Url);
    }

    [Fact]
    public void Parse_LoneSurrogates_AreRemoved()
    {
        Assert.Equal("https://example.org/x", PageAddress.Parse("https://example.org/\ud83dx\ude00")!.Url);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("example.org/a")]
    [InlineData("//example.org/a")]
    [InlineData("/a")]
    [InlineData("ftp://example.org/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("about:blank")]
    [InlineData("https://")]
    [InlineData("https:///a")]
    [InlineData("https://.")]
    [InlineData("https://a..b/")]
    [InlineData("https://exa mple.org/")]
    [InlineData("https://example.org:port/")]
    [InlineData("https://example.org:65536/")]
    [InlineData("https://[::1/")]
    [InlineData("https://[example]/")]
    [InlineData("https://[]/")]
    [InlineData("https://a%2Fb/")]
    [InlineData("https://a%00b/")]
    public void Parse_NoPageAddress_IsNull(string? text)
    {
        Assert.Null(PageAddress.Parse(text));
    }

    [Fact]
    public void Parse_AnAddressWithCampaign_MovesItIntoFields()
    {
        var address = PageAddress.Parse(
            "https://shop.example/p?id=7&utm_source=Google&UTM_MEDIUM=CPC&utm_campaign=spring+sale%21&utm_term=a%26b&utm_content=&utm_content=top"
            + "&utm_id=42&gclid=Cj0&fbclid=Iw&mc_eid=9&_hsenc=p2&color=red#utm_source=evil");

        Assert.Equal("https://shop.example/p?id=7&color=red", address!.Url);
        Assert.Equal(
            new CampaignParameters
            {
                Source = "Google",
                Medium = "CPC",
                Campaign = "spring sale!",
                Term = "a&b",
                Content = "top",
                CampaignId = "42",
                ClickIdKind = "gclid",
                ClickId = "Cj0",
            },
            address.Campaign);
    }

    [Theory]
    [InlineData("https://a.example/?q=utm_source")]
    [InlineData("https://a.example/?utm_source=")]
    [InlineData("https://a.example/?utm_source=%20%09&utm_medium=+")]
    [InlineData("https://a.example/?utm_sources=x&my_utm_source=y")]
    [InlineData("https://a.example/?mc_eid=1&_ga=2")]
    [InlineData("https://a.example/utm_source=x")]
    public void Parse_WithoutCampaignValues_HasNoCampaign(string text)
    {
        Assert.Null(PageAddress.Parse(text)!.Campaign);
    }

    [Theory]
    [InlineData("utm_source=a&utm_source=b", "a")]
    [InlineData("utm_source=&utm_source=b", "b")]
    [InlineData("utm%5Fsource=a", "a")]
    [InlineData("x=1&amp;utm_source=a", "a")]
    [InlineData("utm_source=%C3%A9t%C3%A9", "été")]
    [InlineData("utm_source=a%00b%0Ac", "ab c")]
    [InlineData("utm_source=+a+", "a")]
    [InlineData("utm_source=100%", "100%")]
    [InlineData("utm_source=a=b", "a=b")]
    public void Parse_ACampaignValue_IsDecodedAndCleaned(string query, string expected)
    {
        Assert.Equal(expected, PageAddress.Parse("https://a.example/?" + query)!.Campaign!.Source);
    }

    [Fact]
    public void Parse_ADecidingClickIdBehindFbclid_Wins()
    {
        var campaign = PageAddress.Parse("https://a.example/?fbclid=1&MSCLKID=2&gclid=3")!.Campaign!;

        Assert.Equal(("msclkid", "2"), (campaign.ClickIdKind, campaign.ClickId));
        Assert.False(campaign.HasCampaign);
    }

    [Fact]
    public void Parse_EveryClickIdName_BecomesAField()
    {
        Assert.All(ClickIdNames.All, name =>
        {
            var address = PageAddress.Parse($"https://a.example/?{name}=v")!;
            Assert.Equal("https://a.example/", address.Url);
            Assert.Equal(name, address.Campaign!.ClickIdKind);
        });
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(201, 200)]
    public void Parse_ALongCampaignValue_IsCut(int length, int expected)
    {
        var address = PageAddress.Parse("https://a.example/?utm_campaign=" + new string('x', length));

        Assert.Equal(expected, address!.Campaign!.Campaign!.Length);
    }

    [Theory]
    [InlineData(2048 - 20, 2048)]
    [InlineData(2048 - 19, 2048)]
    [InlineData(5000, 2048)]
    public void Parse_ALongPath_IsCutAt2048(int letters, int expected)
    {
        var address = PageAddress.Parse("https://example.org/" + new string('a', letters) + "?q=1");

        Assert.Equal(expected, address!.Url.Length);
        Assert.DoesNotContain('?', address.Url);
    }

    [Fact]
    public void Parse_ALongQuery_KeepsWholeParametersAndTheCampaignBehindThem()
    {
        var address = PageAddress.Parse("https://example.org/?a=1&b=" + new string('x', 3000) + "&c=3&utm_source=late");

        Assert.Equal("https://example.org/?a=1", address!.Url);
        Assert.Equal("late", address.Campaign!.Source);
    }

    [Fact]
    public void Parse_ANormalisedAddress_AllocatesNoSecondString()
    {
        const string Url = "https://www.example.org/products/chair?color=red&size=%C3%A9";

        var address = PageAddress.Parse(Url)!;

        Assert.Same(Url, address.Url);
        Assert.Equal("www.example.org", address.Host);
        Assert.Equal("example.org", address.HostWithoutWww.ToString());
        Assert.Equal("/products/chair", address.Path.ToString());
    }

    [Fact]
    public void Parse_AnOrdinaryAddress_AllocatesLittle()
    {
        const string Url = "https://www.example.org/products/chair?utm_source=google&utm_medium=cpc&color=red";
        _ = PageAddress.Parse(Url);
        var before = GC.GetAllocatedBytesForCurrentThread();

        _ = PageAddress.Parse(Url);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 640);
    }

    [Theory]
    [InlineData("android-app://com.google.android.gm/", "android-app://com.google.android.gm")]
    [InlineData("https://www.google.com/?utm_source=x#a", "https://www.google.com/")]
    [InlineData("android-app://", null)]
    [InlineData("about:blank", null)]
    [InlineData(null, null)]
    public void NormalizeReferrer_AnyText_KeepsPagesAndApps(string? text, string? expected)
    {
        Assert.Equal(expected, PageAddress.NormalizeReferrer(text));
    }

    [Fact]
    public void Parse_AnyStringTwice_ChangesNothing()
    {
        var nasty = Gen.Elements(Pieces).ListOf().Select(parts => "https://" + string.Concat(parts));
        var onHost = Gen.Elements(Pieces).ListOf().Select(parts => "https://example.org/" + string.Concat(parts));
        var anything = ArbMap.Default.GeneratorFor<string>();
        var texts = Gen.OneOf(nasty, onHost, anything, anything.Select(text => "http://h.example/" + text));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(texts.ToArbitrary(), IsStable));
    }

    private static bool IsStable(string text)
    {
        var once = PageAddress.Parse(text);
        if (once is null)
        {
            return true;
        }

        var twice = PageAddress.Parse(once.Url);
        return twice is not null
            && twice.Url == once.Url
            && twice.Campaign is null
            && twice.Host == once.Host
            && once.Url.Length <= PageAddress.MaxLength
            && once.Url.All(c => c is > ' ' and < '\u007f')
            && !once.Url.Contains('#', StringComparison.Ordinal)
            && !QueryNames(once.Url).Any(IsCampaignName);
    }

    private static IEnumerable<string> QueryNames(string url) =>
        url.Split('?', 2) is [_, var query] ? query.Split('&').Select(piece => piece.Split('=')[0]) : [];

    private static bool IsCampaignName(string name) =>
        name.ToUpperInvariant() is "UTM_SOURCE" or "UTM_MEDIUM" or "UTM_CAMPAIGN" or "UTM_TERM" or "UTM_CONTENT" or "UTM_ID";
}
