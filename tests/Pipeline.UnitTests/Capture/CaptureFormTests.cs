using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.Events;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture;

public sealed class CaptureFormTests
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Run_PlainForm_StoresAFormFillAndThanks()
    {
        using var bed = new CaptureBed();
        var context = Post(
            bed,
            "email=Ann%40Example.org&company=Acme+%26+Co&topic=a&topic=b&password=x&_id=f1&_visitor=c1&_page=p1&_url=https%3A%2F%2Fexample.org%2Fc%3Futm_source%3Dx&_ref=https%3A%2F%2Ft.co%2F",
            UrlEncoded);

        var html = await Run(bed, context);

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Contains("<h1>Thank you</h1>", html, StringComparison.Ordinal);
        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal(
            ("f1", EventType.Form, "contact", "ann@example.org", "p1", "https://example.org/c", "https://t.co/", "x"),
            (captured.Id, captured.Type, captured.Form, captured.Email, captured.PageId, captured.Url, captured.Referrer, captured.Campaign?.Source));
        Assert.Equal("company=Acme & Co topic=a, b", string.Join(' ', captured.Fields!.Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(VisitorIds.FromCandidate("c1"), captured.VisitorId);
        Assert.Contains(captured.VisitorId!, context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Multipart_ReadsTheFieldsAndLeavesFiles()
    {
        using var bed = new CaptureBed();
        var body = "--B\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nann@example.org\r\n--B\r\nContent-Disposition: "
            + "form-data; name=\"f\"; "
            + "filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nsecret file\r\n--B\r\nContent-Disposition: form-data; "
            + "name=\"name\"\r\n\r\nÅsa\r\n--B--\r\n";
        var context = Post(bed, body, "multipart/form-data; boundary=B");

        await Run(bed, context);

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal(("ann@example.org", "Åsa"), (captured.Email, captured.Fields!["name"]));
        Assert.Single(captured.Fields);
    }

    [Fact]
    public async Task Run_Json_AnswersJson()
    {
        using var bed = new CaptureBed();
        var context = Post(bed, """{"email":"ann@example.org","age":30,"news":true,"none":null}""", "application/json");

        var answer = await Run(bed, context);

        Assert.Equal("""{"accepted":1,"rejected":[],"retry":false}""", answer);
        Assert.Equal("age=30 news=true", string.Join(' ', bed.Queue.Events[0].Fields!.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Theory]
    [InlineData("company=Acme", "An e-mail address is required.", "missing")]
    [InlineData("email=ann", "must hold an @", "invalid")]
    [InlineData("email=test%40example.org", "test or role address", "junk_email")]
    public async Task Run_BadEmailFromAPerson_AnswersAPageThatSaysWhy(string body, string expected, string reason)
    {
        using var bed = new CaptureBed(("PublicHost", "data.example.org"));
        var context = Post(bed, body, UrlEncoded);
        context.Request.Headers.Referer = "https://data.example.org/contact?a=1&b=2";

        var html = await Run(bed, context);

        Assert.Equal((400, "text/html; charset=utf-8"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://data.example.org/contact?a=1&amp;b=2\">", html, StringComparison.Ordinal);
        Assert.Empty(bed.Queue.Events);
        Assert.Equal(("/forms/contact", reason), (bed.Queue.Rejected.Single().Endpoint, bed.Queue.Rejected.Single().Reason));
    }

    [Fact]
    public async Task Run_SeveralFaultsFromAProgram_AnswersAProblemDocumentWithAll()
    {
        using var bed = new CaptureBed();
        var context = Post(bed, $$"""{"email":"ann","a":[1],"_id":"{{new string('x', 129)}}"}""", "application/json");

        using var problem = JsonDocument.Parse(await Run(bed, context));

        Assert.Equal((400, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Equal(400, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(
            ["a", "email", "_id"], problem.RootElement.GetProperty("errors")
                .EnumerateArray()
                .Select(error => error.GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("--B\r\nbroken", "multipart/form-data; boundary=B")]
    [InlineData("x", "multipart/form-data")]
    [InlineData("x", "image/png")]
    [InlineData("x", null)]
    public async Task Run_UnreadableBody_Is400AndKept(string body, string? contentType)
    {
        using var bed = new CaptureBed();
        var context = Post(bed, body, contentType);

        await Run(bed, context);

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Equal(("malformed", body), (bed.Queue.Rejected.Single().Reason, bed.Queue.Rejected.Single().Payload));
    }

    [Fact]
    public async Task Run_RejectedForm_KeepsNoPassword()
    {
        using var bed = new CaptureBed();

        await Run(bed, Post(bed, "email=ann&new_password=hunter2", UrlEncoded));

        Assert.Equal("""{"email":"ann"}""", bed.Queue.Rejected.Single().Payload);
    }

    [Fact]
    public async Task Run_BodyAboveTheLimit_Is413()
    {
        using var bed = new CaptureBed(("MaxBodyBytes", "32768"));
        var context = Post(bed, "email=ann%40example.org&a=" + new string('x', 40_000), UrlEncoded);

        await Run(bed, context);

        Assert.Equal(413, context.Response.StatusCode);
        Assert.Empty(bed.Queue.Events);
        Assert.Equal("too_large", bed.Queue.Rejected.Single().Reason);
    }

    [Theory]
    [InlineData("/thanks?a=1", null, "/thanks?a=1")]
    [InlineData("/a%20b/é", null, "/a%20b/%C3%A9")]
    [InlineData("/..//evil.test", null, null)]
    [InlineData("/thanks", "https://www.example.org/form", "https://www.example.org/thanks")]
    [InlineData("https://www.example.org/thanks", null, "https://www.example.org/thanks")]
    [InlineData("https://data.example.org/x", null, "https://data.example.org/x")]
    [InlineData("/thanks", "https://evil.test/form", "/thanks")]
    [InlineData("https://evil.test/", null, null)]
    [InlineData("//evil.test/", null, null)]
    [InlineData("/\\evil.test/", null, null)]
    [InlineData("https://www.example.org@evil.test/", null, null)]
    [InlineData("https://www.example.org.evil.test/", null, null)]
    [InlineData("https://user:pass@www.example.org/", null, null)]
    [InlineData("javascript:alert(1)", null, null)]
    [InlineData("https://müller.example/danke schön", null, "https://xn--mller-kva.example/danke%20sch%C3%B6n")]
    [InlineData("https://xn--mller-kva.example/danke", null, "https://xn--mller-kva.example/danke")]
    [InlineData("/danke", "https://müller.example/form", "https://xn--mller-kva.example/danke")]
    [InlineData("https://müller.example.evil.test/", null, null)]
    [InlineData("https://\U0001F600--B--", null, null)]
    [InlineData("/a\r\nSet-Cookie: x=1", null, null)]
    public async Task Run_Next_LeadsOnlyToAllowedPages(string next, string? page, string? expected)
    {
        using var bed = new CaptureBed(
            ("AllowedReturnHosts:0", "www.example.org"), ("AllowedReturnHosts:1", "müller.example"), ("PublicHost", "data.example.org"));
        var context = Post(
            bed, $"email=ann%40example.org&_next={Uri.EscapeDataString(next)}&_url={Uri.EscapeDataString(page ?? "")}", UrlEncoded);

        await Run(bed, context);

        Assert.Equal(expected is null ? 200 : 303, context.Response.StatusCode);
        Assert.Equal(expected ?? "", context.Response.Headers.Location.ToString());
        Assert.Single(bed.Queue.Events);
    }

    // Whoever sends a request writes its Host header.
    [Theory]
    [InlineData(null, "https://evil.test/x", null)]
    [InlineData(null, "https://data.example.org/x", null)]
    [InlineData(null, "/thanks", "/thanks")]
    [InlineData("data.example.org", "https://evil.test/x", null)]
    [InlineData("data.example.org", "https://data.example.org/x", "https://data.example.org/x")]
    [InlineData("DATA.example.org", "http://data.example.org:8080/x", "http://data.example.org:8080/x")]
    public async Task Run_Next_GoesByTheConfiguredHost_NotByTheHeader(string? publicHost, string next, string? expected)
    {
        using var bed = publicHost is null ? new CaptureBed() : new CaptureBed(("PublicHost", publicHost));
        var context = Post(bed, $"email=ann%40example.org&_next={Uri.EscapeDataString(next)}", UrlEncoded);
        context.Request.Host = new HostString("evil.test");

        await Run(bed, context);

        Assert.Equal(expected ?? "", context.Response.Headers.Location.ToString());
        Assert.Single(bed.Queue.Events);
    }

    [Fact]
    public async Task Run_FailingQueue_OffersAPersonAButtonThatSendsTheSameAgain()
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (_, _) => throw new IOException("Away.");
        var context = Post(bed, "email=ann%40example.org&company=%3CAcme%3E%22&password=x", UrlEncoded);
        context.Request.Headers.Referer = "https://www.example.org/form";

        var html = await RunWhileTimePasses(bed, context);

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Contains("<form method=\"post\">", html, StringComparison.Ordinal);
        Assert.Contains("name=\"email\" value=\"ann@example.org\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"company\" value=\"&lt;Acme&gt;&quot;\"", html, StringComparison.Ordinal);
        Assert.Matches("name=\"_id\" value=\"[a-z2-7]{26}\"", html);
        Assert.Contains("name=\"_url\" value=\"https://www.example.org/form\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("password", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FailingQueue_TellsAProgram503()
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (_, _) => throw new IOException("Away.");
        var context = Post(bed, """{"email":"ann@example.org"}""", "application/json");

        var answer = await RunWhileTimePasses(bed, context);

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Contains("\"status\":503", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FilledHoneypot_LooksAcceptedButIsRejected()
    {
        using var bed = new CaptureBed(("HoneypotField", "website"));
        var robot = Post(bed, "email=ann%40example.org&website=http%3A%2F%2Fspam", UrlEncoded);
        var person = Post(bed, "email=ann%40example.org&website=", UrlEncoded);

        Assert.Equal(await Run(bed, person), await Run(bed, robot));

        Assert.Single(bed.Queue.Events);
        Assert.Equal("honeypot", bed.Queue.Rejected.Single().Reason);
    }

    [Theory]
    [InlineData("&_age=1.9", 0)]
    [InlineData("&_age=2", 1)]
    [InlineData("&_age=2.1", 1)]
    [InlineData("", 1)]
    [InlineData("&_age=soon", 1)]
    [InlineData("&_shown=-1999", 0)]
    [InlineData("&_shown=-2000", 1)]
    [InlineData("&_shown=5000", 1)]
    public async Task Run_SentSoonerThanAPersonCould_LooksAcceptedButIsRejected(string time, int stored)
    {
        using var bed = new CaptureBed(("MinimumFormTime", "00:00:02"));
        if (time.StartsWith("&_shown=", StringComparison.Ordinal))
        {
            var offset = long.Parse(time["&_shown=".Length..], System.Globalization.CultureInfo.InvariantCulture);
            time = "&_shown=" + (bed.Now.ToUnixTimeMilliseconds() + offset).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var context = Post(bed, "email=ann%40example.org" + time, UrlEncoded);

        Assert.Contains("<h1>Thank you</h1>", await Run(bed, context), StringComparison.Ordinal);

        Assert.Equal(stored, bed.Queue.Events.Count);
        Assert.Equal(stored == 1 ? [] : ["too_fast"], bed.Queue.Rejected.Select(rejected => rejected.Reason));
    }

    [Fact]
    public async Task Run_MappedFields_TakeOurNames()
    {
        using var bed = new CaptureBed(
            ("FieldMapping:Your-Email", "email"),
            ("FieldMapping:firma", "company"),
            ("FieldMapping:contact/firma", "employer"),
            ("FieldMapping:other/city", "town"));
        var context = Post(bed, "your-email=Ann%40example.org&Firma=Acme&city=Lyon", UrlEncoded);

        await Run(bed, context);

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal("ann@example.org", captured.Email);
        Assert.Equal("city=Lyon employer=Acme", string.Join(' ', captured.Fields!.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("&_visitor=", null)]
    public async Task Run_OptedOutOrRefused_StoresTheFormWithoutVisitor(string more, string? gpc)
    {
        using var bed = new CaptureBed();
        var context = Post(bed, "email=ann%40example.org" + more, UrlEncoded);
        context.Request.Headers["Sec-GPC"] = gpc;
        context.Request.Headers.Cookie = $"_pl={CaptureBed.Visitor}";

        await Run(bed, context);

        Assert.Equal((null, "ann@example.org"), (bed.Queue.Events.Single().VisitorId, bed.Queue.Events.Single().Email));
        Assert.StartsWith("_pl=; max-age=0;", Assert.Single(context.Response.Headers.SetCookie), StringComparison.Ordinal);
    }

    private static DefaultHttpContext Post(CaptureBed bed, string body, string? contentType) =>
        bed.Request("POST", "https://data.example.org/forms/contact", Encoding.UTF8.GetBytes(body), contentType);

    private static Task<string> Run(CaptureBed bed, HttpContext context) =>
        CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));

    private static async Task<string> RunWhileTimePasses(CaptureBed bed, HttpContext context) =>
        await bed.WhileTimePasses(Run(bed, context));
}
