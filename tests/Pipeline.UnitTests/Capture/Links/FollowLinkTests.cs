using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Links;
using Pipeline.Events;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture.Links;

public sealed class FollowLinkTests
{
    private const string Lead = "l_abcdefghijklmnopqrstuvwx23";
    private const string Location = "https://www.example.org/offer?a=1&utm_source=letter&utm_medium=email&utm_campaign=spring%20sale";

    private static readonly (string, string)[] Settings =
    [
        ("Pipeline:LinkHosts:0", "www.example.org"),
        ("Pipeline:Links:spring:Target", "https://www.example.org/offer?a=1"),
        ("Pipeline:Links:spring:Campaign:Source", "letter"),
        ("Pipeline:Links:spring:Campaign:Medium", "email"),
        ("Pipeline:Links:spring:Campaign:Campaign", "spring sale"),
    ];

    [Theory]
    [InlineData("spring")]
    [InlineData("SPRING")]
    public async Task FollowLink_KnownLink_RedirectsWithItsCampaignAndSetsTheCookie(string name)
    {
        using var bed = new CaptureBed(Settings);

        var context = await FollowAsync(bed, name, "");

        Assert.Equal(302, context.Response.StatusCode);
        Assert.Equal(Location, context.Response.Headers.Location.ToString());
        Assert.Equal("no-store", context.Response.Headers.CacheControl.ToString());
        var click = Assert.Single(bed.Queue.Events);
        Assert.Equal((EventType.Click, "https://www.example.org/offer?a=1", "spring"), (click.Type, click.Url, TrackedLink.NameOf(click)));
        Assert.Equal(("letter", "email", "spring sale"), (click.Campaign!.Source, click.Campaign.Medium, click.Campaign.Campaign));
        Assert.Null(click.LeadId);
        Assert.Contains(click.VisitorId!, context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FollowLink_Cid_IsAClickOfTheLeadAloneAndMakesNoVisitor()
    {
        using var bed = new CaptureBed(Settings);

        var context = await FollowAsync(bed, "spring", "?cid=" + Lead);

        var click = Assert.Single(bed.Queue.Events);
        Assert.Equal((Lead, null, null), (click.LeadId, click.VisitorId, click.Email));
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
        Assert.Null(Pipeline.Events.LinkFact.Of(click));
    }

    [Fact]
    public async Task FollowLink_CidOfAKnownBrowser_IsTwoClicksThatNothingTies()
    {
        using var bed = new CaptureBed(Settings);

        await FollowAsync(bed, "spring", "?cid=" + Lead, context => context.Request.Headers.Cookie = $"_pl={CaptureBed.Visitor}");

        Assert.Equal(
            [(CaptureBed.Visitor, null), (null, Lead)], bed.Queue.Events.Select(click => (click.VisitorId, click.LeadId)));
        Assert.Equal(2, bed.Queue.Events.Select(click => click.Id).Distinct().Count());
        Assert.All(bed.Queue.Events, click => Assert.Null(Pipeline.Events.LinkFact.Of(click)));
    }

    [Theory]
    [InlineData("?cid=ann%40example.org")]
    [InlineData("?cid=l_ABCDEFGHIJKLMNOPQRSTUVWX23")]
    [InlineData("?cid=l_abcdefghijklmnopqrstuvwx2")]
    [InlineData("?cid=l_abcdefghijklmnopqrstuvwx234")]
    [InlineData("?cid=")]
    [InlineData("?cid=" + Lead + "&cid=" + Lead)]
    public async Task FollowLink_CidThatIsNoLeadId_IsTheVisitorsClickAlone(string query)
    {
        using var bed = new CaptureBed(Settings);

        await FollowAsync(bed, "spring", query);

        Assert.Null(Assert.Single(bed.Queue.Events).LeadId);
    }

    [Fact]
    public async Task FollowLink_OptedOut_RedirectsAndStoresNothing()
    {
        using var bed = new CaptureBed(Settings);

        var context = await FollowAsync(bed, "spring", "?cid=" + Lead, context => context.Request.Headers["Sec-GPC"] = "1");

        Assert.Equal(Location, context.Response.Headers.Location.ToString());
        Assert.Equal((0, 0), (bed.Queue.Tries, context.Response.Headers.SetCookie.Count));
    }

    [Theory]
    [InlineData("autumn")]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test")]
    [InlineData("spring\r\nSet-Cookie: a=b")]
    [InlineData("spring\0")]
    [InlineData("")]
    public async Task FollowLink_UnknownLink_IsAPageThatSaysSo(string name)
    {
        using var bed = new CaptureBed(Settings);

        var context = await FollowAsync(bed, name, "?url=https://evil.test&target=https://evil.test&cid=" + Lead);

        Assert.Equal((404, 0, 0), (context.Response.StatusCode, context.Response.Headers.Location.Count, bed.Queue.Tries));
        Assert.Equal("text/html; charset=utf-8", context.Response.ContentType);
    }

    [Fact]
    public async Task FollowLink_AnyLinkCidAndHeaders_IsNeverA5xxNorLeadsElsewhere()
    {
        using var bed = new CaptureBed(Settings);
        var texts = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Elements(
                "spring",
                Lead,
                "l_",
                "%0d%0a",
                "\r\n",
                "\0",
                "https://evil.test",
                "/",
                "\\",
                "..",
                "😀",
                "\ud800",
                "Googlebot/2.1").ListOf().Select(parts => string.Concat(parts)))
            .ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(texts, texts, texts, (link, cid, agent) =>
        {
            var context = FollowAsync(bed, link, "?cid=" + cid, context =>
            {
                context.Request.Headers.UserAgent = agent;
                context.Request.Headers.Cookie = "_pl=" + cid;
                context.Request.Headers.Referer = link;
            }).GetAwaiter().GetResult();
            return context.Response.StatusCode == 404
                || (context.Response.StatusCode == 302 && context.Response.Headers.Location.ToString() == Location);
        }));
        await bed.Get<Pipeline.Capture.Queueing.GroupCommit>().FlushAsync(CancellationToken.None);
    }

    [Fact]
    public async Task FollowLink_SlowQueue_RedirectsAfterAQuarterSecondAndStoresNevertheless()
    {
        using var bed = new CaptureBed(Settings);
        var gate = new TaskCompletionSource();
        bed.Queue.OnSend = (_, _) => gate.Task;

        var run = FollowAsync(bed, "spring", "");
        bed.Clock.Advance(LinkHandler.MaxWait - TimeSpan.FromMilliseconds(1));
        Assert.False(run.IsCompleted);
        bed.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var context = await run;

        Assert.Equal(302, context.Response.StatusCode);
        Assert.Empty(bed.Queue.Events);
        gate.SetResult();
        await bed.Get<Pipeline.Capture.Queueing.GroupCommit>().FlushAsync(CancellationToken.None);
        Assert.Single(bed.Queue.Events);
    }

    [Fact]
    public async Task FollowLink_FailingQueue_Redirects()
    {
        using var bed = new CaptureBed(Settings);
        bed.Queue.OnSend = (_, _) => throw new IOException("Away.");

        var context = await bed.WhileTimePasses(FollowAsync(bed, "spring", ""));

        Assert.Equal(302, context.Response.StatusCode);
    }

    [Theory]
    [InlineData("https://www.example.org/", "https://www.example.org/?utm_source=s&utm_medium=m")]
    [InlineData("https://www.example.org?x=1#part", "https://www.example.org/?x=1&utm_source=s&utm_medium=m#part")]
    [InlineData("https://www.example.org/?UTM_Source=own&x", "https://www.example.org/?UTM_Source=own&x&utm_medium=m")]
    [InlineData("https://www.example.org/?", "https://www.example.org/?utm_source=s&utm_medium=m")]
    [InlineData("http://www.example.org:8080/ä?q=ö", "http://www.example.org:8080/%C3%A4?q=%C3%B6&utm_source=s&utm_medium=m")]
    public void Find_Target_GetsTheParametersThatItLacks(string target, string location)
    {
        using var bed = new CaptureBed(
            ("Pipeline:LinkHosts:0", "WWW.example.org"), ("Pipeline:Links:a:Target", target),
            ("Pipeline:Links:a:Campaign:Source", "s"), ("Pipeline:Links:a:Campaign:Medium", "m"));

        Assert.Equal(location, bed.Get<LinkBook>().Find("a")!.Location);
    }

    [Fact]
    public void Find_HostAllowedForForms_IsAllowedForLinks()
    {
        using var bed = new CaptureBed(
            ("AllowedReturnHosts:0", "shop.example.org"), ("Pipeline:Links:a:Target", "https://shop.example.org/?utm_source=s"));

        Assert.NotNull(bed.Get<LinkBook>().Find("a"));
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("https://😀--B--/")]
    [InlineData("https://www.example.org.evil.test/")]
    [InlineData("https://www.example.org@evil.test/")]
    [InlineData("https://user@www.example.org/")]
    [InlineData("//www.example.org/")]
    [InlineData("/offer")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://www.example.org/")]
    [InlineData("https://www.example.org/\r\nSet-Cookie: a=b")]
    [InlineData("https:\\\\www.example.org\\")]
    [InlineData("https://sub.www.example.org/")]
    [InlineData("")]
    public void Start_TargetThatIsNotAllowed_IsRefused(string target)
    {
        using var bed = new CaptureBed(
            ("Pipeline:LinkHosts:0", "www.example.org"), ("Pipeline:Links:a:Target", target), ("Pipeline:Links:a:Campaign:Source", "s"));

        var fault = Assert.Throws<OptionsValidationException>(() => bed.Get<IOptions<LinkOptions>>().Value);

        Assert.Contains("Pipeline:Links:a:Target", Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_SeveralFaults_AreAllTold()
    {
        using var bed = new CaptureBed(
            ("Pipeline:LinkHosts:0", "www.example.org"),
            ("Pipeline:Links:a b:Target", "https://evil.test/"),
            ("Pipeline:Links:a b:Campaign:Term", new string('x', 201)),
            ("Pipeline:Links:c:Target", "https://www.example.org/"));

        var fault = Assert.Throws<OptionsValidationException>(() => bed.Get<IOptions<LinkOptions>>().Value);

        Assert.Equal(
            ["Pipeline:Links:a b:", "Pipeline:Links:a b:Campaign:Term ", "Pipeline:Links:a b:Target ", "Pipeline:Links:c:Campaign:Source "],
            fault.Failures.Order(StringComparer.Ordinal).Zip(
                [
                    "Pipeline:Links:a b:",
                    "Pipeline:Links:a b:Campaign:Term ",
                    "Pipeline:Links:a b:Target ",
                    "Pipeline:Links:c:Campaign:Source ",
                ],
                (failure, start) => failure[..start.Length]));
        Assert.Equal(4, fault.Failures.Count());
    }

    private static async Task<HttpContext> FollowAsync(CaptureBed bed, string link, string query, Action<HttpContext>? change = null)
    {
        var context = bed.Request("GET", "https://data.example.org/c/x");
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0";
        change?.Invoke(context);
        await CaptureBed.AnswerAsync(context, bed.Function<FollowLink>().Run(context.Request, link));
        return context;
    }
}
