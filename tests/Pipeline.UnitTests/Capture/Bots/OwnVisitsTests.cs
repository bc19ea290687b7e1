using System.Net;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Bots;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture.Bots;

public sealed class OwnVisitsTests
{
    private const string Secret = "sixteen-or-more-letters";
    private const string Page = """{"visitor":"c1","events":[{"id":"e1","type":"page_view","url":"https://example.org/"}]}""";

    [Theory]
    [InlineData("203.0.113.7", null, "203.0.113.7", true)]
    [InlineData("203.0.113.7", null, "203.0.113.8", false)]
    [InlineData("203.0.113.0/24", null, "203.0.113.255", true)]
    [InlineData("203.0.113.0/24", null, "203.0.114.0", false)]
    [InlineData("203.0.113.7", null, "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8::/32", null, "2001:db8:1::5", true)]
    [InlineData("203.0.113.7", "203.0.113.7", "10.0.0.1", true)]
    [InlineData("203.0.113.7", "203.0.113.7:51234, 10.0.0.2", "10.0.0.1", true)]
    [InlineData("2001:db8::5", "[2001:db8::5]:443", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "198.51.100.1", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "unknown", "10.0.0.1", false)]
    public async Task Capture_OwnAddress_FlagsTheEventAndKeepsNoAddress(string entry, string? forwardedFor, string remote, bool own)
    {
        using var bed = new CaptureBed(("OwnAddresses:0", entry));
        var context = bed.Request("POST", "https://data.example.org/e", Page, "application/json");
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        if (forwardedFor is not null)
        {
            context.Request.Headers["X-Forwarded-For"] = forwardedFor;
        }

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureEvents>().Run(context.Request, default));

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal((own, own ? "own:address" : null), (captured.Automatic, captured.Marks?[0]));
        Assert.DoesNotContain(remote, System.Text.Encoding.UTF8.GetString(bed.Queue.Bodies.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WithTheSecret_MarksTheBrowserAndTakesTheMarkBack()
    {
        using var bed = new CaptureBed(("OwnSecret", Secret));

        var (status, cookie) = await OpenAsync(bed, Secret);
        var (_, gone) = await OpenAsync(bed, Secret + "?off=1");

        Assert.Equal(200, status);
        Assert.StartsWith("_pl_own=1; max-age=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.StartsWith("_pl_own=; max-age=0", gone, StringComparison.Ordinal);
        Assert.Empty(bed.Queue.Events);
    }

    [Theory]
    [InlineData("_pl_own=1", true)]
    [InlineData("a=b; _pl_own=1; c=d", true)]
    [InlineData("_pl_own=0", false)]
    [InlineData("x_pl_own=1", false)]
    [InlineData("", false)]
    public async Task Capture_MarkedBrowser_FlagsTheEvent(string cookie, bool own)
    {
        using var bed = new CaptureBed(("OwnSecret", Secret));
        var context = bed.Request("POST", "https://data.example.org/e", Page, "application/json");
        context.Request.Headers.Cookie = cookie;

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureEvents>().Run(context.Request, default));

        Assert.Equal(own ? "own:browser" : null, Assert.Single(bed.Queue.Events).Marks?[0]);
    }

    [Theory]
    [InlineData(Secret, "sixteen-or-more-lettera")]
    [InlineData(Secret, "")]
    [InlineData(null, "anything-at-all-1234")]
    public async Task Link_WrongSecretOrNone_IsNotFound(string? secret, string given)
    {
        using var bed = secret is null ? new CaptureBed() : new CaptureBed(("OwnSecret", secret));

        Assert.Equal((404, ""), await OpenAsync(bed, given));
    }

    [Fact]
    public async Task Link_Head_MarksNothing()
    {
        using var bed = new CaptureBed(("OwnSecret", Secret));

        Assert.Equal((200, ""), await OpenAsync(bed, Secret, "HEAD"));
    }

    [Theory]
    [InlineData("OwnAddresses:0", "office")]
    [InlineData("OwnAddresses:0", "203.0.113.0/33")]
    [InlineData("OwnSecret", "short")]
    public void Settings_ThatWouldNeverMatch_AreRefused(string name, string value)
    {
        using var bed = new CaptureBed((name, value));

        Assert.Contains(
            name.Split(':')[0],
            Assert.Throws<OptionsValidationException>(() => bed.Get<IOptions<BotOptions>>().Value).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capture_BotsNotLookedFor_StillFlagsOwnVisits()
    {
        using var bed = new CaptureBed(("OwnAddresses:0", "10.0.0.1"), ("DetectBots", "false"));
        var context = bed.Request("POST", "https://data.example.org/e", Page, "application/json");
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureEvents>().Run(context.Request, default));

        Assert.Equal(["own:address"], Assert.Single(bed.Queue.Events).Marks);
    }

    private static async Task<(int Status, string Cookie)> OpenAsync(CaptureBed bed, string path, string method = "GET")
    {
        var context = bed.Request(method, "https://data.example.org/own/" + path);
        await CaptureBed.AnswerAsync(context, bed.Function<MarkOwnBrowser>().Run(context.Request, path.Split('?')[0]));
        return (context.Response.StatusCode, context.Response.Headers.SetCookie.ToString());
    }
}
