using Microsoft.Extensions.Primitives;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture;

/// <summary>Cookies in several header lines are those of one line.</summary>
public sealed class CookieLinesTests
{
    private const string Cookie = "_pl=" + CaptureBed.Visitor;
    private const string Other = "session=1";

    [Theory]
    [InlineData(Cookie, Other)]
    [InlineData(Other, Cookie)]
    [InlineData(Other, "a=b; " + Cookie)]
    public async Task Pixel_VisitorCookieInOneOfTwoLines_IsTheVisitor(string first, string second)
    {
        using var bed = new CaptureBed();

        var cookies = await ViewAsync(bed, first, second);

        Assert.Equal(CaptureBed.Visitor, Assert.Single(bed.Queue.Events).VisitorId);
        Assert.Empty(cookies);
    }

    [Theory]
    [InlineData(Cookie, "_pl_consent=refused")]
    [InlineData("_pl_consent=refused", Cookie)]
    [InlineData(Cookie + "; _pl_consent=granted", "_pl_consent=refused")]
    public async Task Pixel_RefusalInOneOfTwoLines_Counts(string first, string second)
    {
        using var bed = new CaptureBed();

        await ViewAsync(bed, first, second);

        Assert.Empty(bed.Queue.Events);
    }

    [Fact]
    public async Task Form_CookieAndDecisionInTwoLines_AreBothRead()
    {
        using var bed = new CaptureBed();
        var context = bed.Request(
            "POST", "https://data.example.org/forms/contact", "email=ann%40example.org", "application/x-www-form-urlencoded");
        context.Request.Headers.Cookie = new StringValues(["_pl_consent=granted", Cookie]);

        await CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal((CaptureBed.Visitor, Pipeline.Events.ConsentState.Granted), (captured.VisitorId, captured.Consent));
    }

    private static async Task<string> ViewAsync(CaptureBed bed, string first, string second)
    {
        var context = bed.Request("GET", "https://data.example.org/p.gif?url=https%3A%2F%2Fexample.org%2F");
        context.Request.Headers.Cookie = new StringValues([first, second]);
        await CaptureBed.AnswerAsync(context, bed.Function<CapturePixel>().Run(context.Request));
        return context.Response.Headers.SetCookie.ToString();
    }
}
