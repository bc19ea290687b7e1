using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Capture.Bots;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture.Bots;

public sealed class CrawlerListTests
{
    private static readonly byte[] Data = Read();
    private static readonly CrawlerList List = CrawlerList.Parse(Data);

    [Fact]
    public void Find_EveryExampleOfTheList_IsACrawler()
    {
        using var document = JsonDocument.Parse(Data);
        var examples = document.RootElement.EnumerateArray()
            .SelectMany(entry => entry.GetProperty("instances").EnumerateArray()).Select(example => example.GetString()!).ToList();

        Assert.InRange(examples.Count, 2_000, 20_000);
        Assert.DoesNotContain(examples, example => List.Find(example) is null);
    }

    [Fact]
    public void Search_EveryExample_AgreesWithTryingEveryExpression()
    {
        using var document = JsonDocument.Parse(Data);
        var entries = document.RootElement.EnumerateArray().ToList();
        var expressions = entries
            .Select(entry => new Regex(entry.GetProperty("pattern").GetString()!, RegexOptions.CultureInvariant))
            .ToList();
        var lists = entries.Select(entry => new CrawlerList([entry.GetProperty("pattern").GetString()!])).ToList();
        foreach (var example in entries.Where((_, place) => place % 25 == 0)
            .SelectMany(entry => entry.GetProperty("instances").EnumerateArray())
            .Select(example => example.GetString()!)
            .Concat(OrdinaryBrowsers))
        {
            Assert.Equal(
                expressions.FindIndex(expression => expression.IsMatch(example)),
                lists.FindIndex(list => list.Search(example) is not null));
        }
    }

    [Theory]
    [MemberData(nameof(Browsers))]
    public void Find_OrdinaryBrowser_IsNoCrawler(string userAgent) => Assert.Null(List.Find(userAgent));

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "googlebot")]
    [InlineData("Wget/1.21.3", "wget")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36", "headlesschrome")]
    [InlineData("Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1", "phantomjs")]
    public void Find_Crawler_NamesIt(string userAgent, string name) => Assert.Equal(name, List.Find(userAgent));

    [Fact]
    public void Find_CrawlerBehindTheLimit_IsNotSeen()
    {
        var before = new string('x', CrawlerList.MaxLength - "Googlebot/".Length);

        Assert.NotNull(List.Find(before + "Googlebot/"));
        Assert.Null(List.Find(before + "xGooglebot/"));
    }

    [Fact]
    public void Find_AnyText_IsTheSameWhenAskedAgain() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(Texts(), text =>
        {
            var first = List.Find(text);
            return first == List.Find(text)
                && first == List.Search(text.Length > CrawlerList.MaxLength ? text[..CrawlerList.MaxLength] : text);
        }));

    [Theory]
    [InlineData(".*")]
    [InlineData("[ab]c?")]
    [InlineData("")]
    public void New_PatternWithoutLiteral_IsRefused(string pattern) =>
        Assert.Throws<ArgumentException>(() => new CrawlerList(["good", pattern]));

    [Theory]
    [InlineData("colou?r", "color", true)]
    [InlineData("colou?r", "colr", false)]
    [InlineData("ab{2}cd", "abbcd", true)]
    [InlineData("(x|y)ab[^]c]de", "yabzde", true)]
    [InlineData(@"a\d+bc|^de f$", "de f", true)]
    [InlineData(@"a\d+bc|^de f$", "xde f", false)]
    [InlineData(@"\(bot\)", "a (bot)", true)]
    public void Search_ShapesOfExpressions_AreReadRightly(string pattern, string userAgent, bool found) =>
        Assert.Equal(found, new CrawlerList([pattern]).Search(userAgent) is not null);

    public static TheoryData<string> Browsers() => [.. OrdinaryBrowsers];

    private static Arbitrary<string> Texts() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements(OrdinaryBrowsers.Concat(["Googlebot/", "bot", "curl", "(", "\0", "😀", new string('a', 600)]))
            .ListOf()
            .Select(parts => string.Concat(parts))).ToArbitrary();

    private static byte[] Read()
    {
        using var resource = typeof(CaptureFunctions).Assembly.GetManifestResourceStream("crawler-user-agents.json")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static readonly string[] OrdinaryBrowsers =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36 OPR/121.0.0.0",
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:142.0) Gecko/20100101 Firefox/142.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 "
            + "Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/139.0.7258.76 "
            + "Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/141.0 Mobile/15E148 "
            + "Safari/605.1.15",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/380.0.788317806 "
            + "Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
            + "EdgiOS/126.0.2592.86 Mobile/15E148 Safari/605.1.15",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 Instagram "
            + "390.0.0.28.85 (iPhone14,5; iOS 18_5; de_DE; de; scale=3.00; 1170x2532; 755283132)",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 "
            + "[FBAN/FBIOS;FBAV/522.0.0.41.104;FBBV/752309451;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/18.5;FBSS/3;FBCR/;FBID/phone;FBLC/de_DE;FBOP/80]",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 "
            + "Mobile Safari/537.36",
        "Mozilla/5.0 (Android 15; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0",
        "Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A.230901.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
            + "Chrome/126.0.6478.122 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 12; M2102J20SG) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36 "
            + "EdgA/124.0.2478.64",
        "Mozilla/5.0 (Linux; Android 13; 22111317G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36 "
            + "OPR/83.0.0.0",
        "Mozilla/5.0 (Linux; U; Android 13; de-de; Redmi Note 12 Build/TKQ1.221114.001) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.12.0-gn",
        "Mozilla/5.0 (Linux; Android 12; ELS-NX9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 Mobile Safari/537.36 "
            + "HuaweiBrowser/14.0.5.303",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 "
            + "Vivaldi/7.5.3735.47",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 YaBrowser/25.6.0.0 "
            + "Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15 Ddg/18.5",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Avast/138.0.0.0",
        "Mozilla/5.0 (Linux; Android 14; SM-G991B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
            + "Chrome/138.0.7204.63 Mobile Safari/537.36 [LinkedInApp]/4.1.1105",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Teams/24295.605.3225.8804 "
            + "Chrome/128.0.6613.186 Electron/32.2.6 Safari/537.36",
    ];
}
