using Pipeline.Capture.Intake;
using Pipeline.Events;

namespace Pipeline.UnitTests.Capture.Intake;

public sealed class CaptureEventsHandlerTests
{
    private const string Cookie = "_pl=" + CaptureBed.Visitor;

    [Fact]
    public async Task HandleAsync_PageView_IsStoredAsTheWireSays()
    {
        using var bed = new CaptureBed();
        var now = bed.Now.ToUnixTimeMilliseconds();

        var outcome = await bed.PostAsync($$"""
            {"v":1,"sent":{{now + 3_600_000}},"visitor":"c1","future":true,"events":[{"id":"e1","type":"page_view","created":{{now + 3_590_000}},
            "url":"https://www.example.org/a?utm_source=twitter&utm_medium=social&x=1#top","ref":"https://t.co/","title":" T\u0007itle ","more":[1]}]}
            """);

        Assert.Equal(CaptureStatus.Read, outcome.Status);
        Assert.Equal((1, false), (outcome.Answer.Accepted, outcome.Answer.Retry));
        Assert.Empty(outcome.Answer.Rejected);
        Assert.Equal(VisitorIds.FromCandidate("c1"), outcome.NewVisitorId);
        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal(
            ("e1", EventType.PageView, outcome.NewVisitorId, bed.Now.AddSeconds(-10), bed.Now),
            (captured.Id, captured.Type, captured.VisitorId, captured.OccurredAt, captured.ReceivedAt));
        Assert.Equal("https://www.example.org/a?x=1", captured.Url);
        Assert.Equal(("twitter", "social"), (captured.Campaign?.Source, captured.Campaign?.Medium));
        Assert.Equal(("https://t.co/", "Title", null), (captured.Referrer, captured.Title, captured.Marks));
    }

    [Fact]
    public async Task HandleAsync_EveryOtherType_IsStoredWithItsFields()
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync("""
            {"v":1,"visitor":"c1","events":[
            {"id":"1","type":"engagement","page":"p","seconds":12.5,"scroll":80},
            {"id":"2","type":"click","props":{"href":"https://x.example/"}},
            {"id":"3","type":"custom","name":"play","props":{"b":true,"a":1.50,"n":null}},
            {"id":"4","type":"form","form":"contact","fields":{"Email":" Ann@Example.org","company":"Acme","password":"secret"}},
            {"id":"5","type":"identify","fields":{"email":"ann@example.org"}}]}
            """);

        Assert.Equal(5, outcome.Answer.Accepted);
        var events = bed.Queue.Events;
        Assert.Equal(("p", 12.5, 80), (events[0].PageId, events[0].Seconds, events[0].Scroll));
        Assert.Equal("https://x.example/", events[1].Props!["href"]);
        Assert.Equal(
            "play a=1.50 b=true", $"{events[2].Name} {string.Join(' ', events[2].Props!.Select(pair => $"{pair.Key}={pair.Value}"))}");
        Assert.Equal(("contact", "ann@example.org"), (events[3].Form, events[3].Email));
        Assert.Equal(["company"], events[3].Fields!.Keys);
        Assert.Equal(("ann@example.org", null), (events[4].Email, events[4].Fields));
    }

    [Theory]
    [InlineData("\"name\":\"demo\"", "demo")]
    [InlineData("\"name\":\"other\",\"form\":\"demo\"", "demo")]
    public async Task HandleAsync_NameOfAForm_IsTheForm(string named, string form)
    {
        using var bed = new CaptureBed();

        await bed.PostAsync(
            $$"""{"v":1,"visitor":"c1","events":[{"id":"1","type":"form",{{named}},"fields":{"email":"ann@example.org"} }]}""");

        Assert.Equal(form, Assert.Single(bed.Queue.Events).Form);
    }

    [Fact]
    public async Task HandleAsync_BadEventsAmongGoodOnes_RejectsThemAloneWithAllFaults()
    {
        using var bed = new CaptureBed();
        var large = new string('x', 40_000);

        var outcome = await bed.PostAsync($$"""
            {"v":1,"visitor":"c1","events":[
            {"id":"good1","type":"page_view","url":"https://example.org/"},
            {"id":7,"type":"dance","created":"yesterday","url":5,"seconds":-1,"scroll":"all","props":[1],"title":{} },
            {"id":"nomail","type":"form","form":"contact","fields":{"company":"Acme"} },
            {"id":"large","type":"page_view","url":"https://example.org/","title":"{{large}}"},
            "text",
            {"id":"junk","type":"identify","fields":{"email":"noreply@example.org"} },
            {"id":"lone","type":"custom","name":"\ud800"},
            {"\ud800":1,"type":"page_view"},
            {"id":"nourl","type":"page_view"},
            {"id":"deep","type":"custom","name":"n","props":{"a":{{new string('[', 500)}}{{new string(']', 500)}} } },
            {"id":"good2","type":"click","url":"https://example.org/b"}]}
            """);

        Assert.Equal(CaptureStatus.Read, outcome.Status);
        Assert.Equal(2, outcome.Answer.Accepted);
        Assert.Equal(["good1", "good2"], bed.Queue.Events.Select(captured => captured.Id));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], outcome.Answer.Rejected.Select(item => item.Index ?? -1));
        Assert.Equal([null, "nomail", "large", null, "junk", "lone"], outcome.Answer.Rejected.Take(6).Select(item => item.Id));
        var first = outcome.Answer.Rejected[0].Problems;
        Assert.Equal(
            ["type", "id", "created", "url", "props", "title", "seconds", "scroll"],
            first.Select(problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Contains("is required", Assert.Single(outcome.Answer.Rejected[1].Problems), StringComparison.Ordinal);
        Assert.Contains("32768", Assert.Single(outcome.Answer.Rejected[2].Problems), StringComparison.Ordinal);
        Assert.Equal(
            ["invalid", "missing", "too_large", "invalid", "junk_email", "invalid"], bed.Queue.Rejected
                .Take(6)
                .Select(rejected => rejected.Reason));
        Assert.All(bed.Queue.Rejected, rejected => Assert.Equal("/e", rejected.Endpoint));
        Assert.StartsWith("{\"id\":\"nomail\"", bed.Queue.Rejected[1].Payload, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{\"v\":1,\"events\":[{]}", "no JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{}", "events: is required")]
    [InlineData("{\"events\":[]}", "events: must be an array")]
    [InlineData("{\"events\":\"a\"}", "events: must be an array")]
    [InlineData("{\"v\":2,\"events\":[{}]}", "v: must be")]
    [InlineData("{\"\\ud800\":2,\"events\":[{}]}", "is no text")]
    public async Task HandleAsync_UnusableBody_IsRejectedWithItsReason(string body, string expected)
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync(body);

        Assert.Equal(CaptureStatus.Unusable, outcome.Status);
        Assert.Equal((0, false), (outcome.Answer.Accepted, outcome.Answer.Retry));
        Assert.Contains(expected, Assert.Single(outcome.Answer.Rejected).Problems[0], StringComparison.Ordinal);
        Assert.Empty(bed.Queue.Events);
        Assert.Equal(body, Assert.Single(bed.Queue.Rejected).Payload);
        Assert.Null(outcome.NewVisitorId);
    }

    [Fact]
    public async Task HandleAsync_SeveralFaultsOfTheBatch_AreAllListed()
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync("{\"v\":\"1\",\"sent\":[],\"visitor\":5,\"events\":{}}");

        Assert.Equal(["v", "sent", "visitor", "events"], outcome.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task HandleAsync_TooManyEventsOrBytes_IsTooLargeWithAReason()
    {
        using var bed = new CaptureBed(("MaxBatchEvents", "2"));

        var many = await bed.PostAsync("{\"events\":[{},{},{}]}");
        var large = await bed.Get<CaptureEventsHandler>().HandleAsync(
            new IntakeRequest { Mode = IntakeMode.Browser, Body = new byte[50_000], IsTooLarge = true });

        Assert.Equal((CaptureStatus.TooLarge, CaptureStatus.TooLarge), (many.Status, large.Status));
        Assert.Contains("at most 2", many.Problems[0].Detail, StringComparison.Ordinal);
        Assert.Contains("1048576", large.Problems[0].Detail, StringComparison.Ordinal);
        Assert.Equal(2, bed.Queue.Rejected.Count);
    }

    [Fact]
    public async Task HandleAsync_EventAtAndAboveTheLimit_AcceptsAndRejects()
    {
        using var bed = new CaptureBed();
        static string Event(int bytes) => $$"""{"type":"custom","name":"n","x":"{{new string('x', bytes - 35)}}"}""";
        Assert.Equal(32_768, Event(32_768).Length);

        var outcome = await bed.PostAsync($$"""{"visitor":"c","events":[{{Event(32_768)}},{{Event(32_769)}}]}""");

        Assert.Equal(1, outcome.Answer.Accepted);
        Assert.Equal(1, Assert.Single(outcome.Answer.Rejected).Index);
    }

    [Fact]
    public async Task HandleAsync_ValidCookie_WinsAndIsNotSetAgain()
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync(Page("e1"), cookie: Cookie);

        Assert.Null(outcome.NewVisitorId);
        Assert.Equal(CaptureBed.Visitor, Assert.Single(bed.Queue.Events).VisitorId);
    }

    [Theory]
    [InlineData(true, "\"visitor\":\"c1\",", Cookie)]
    [InlineData(false, "", null)]
    public async Task HandleAsync_OptedOutOrWithoutAnyId_StoresOnlyFormFillsWithoutVisitor(bool optedOut, string visitor, string? cookie)
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync(
            $$"""
            { {{visitor}}"events":[{"id":"1","type":"page_view","url":"https://example.org/"},{"id":"2","type":"form","fields":{"email":"a@example.org"} },
            {"id":"3","type":"identify","fields":{"email":"a@example.org"} }]}
            """,
            cookie: cookie,
            optedOut: optedOut);

        Assert.Equal(3, outcome.Answer.Accepted);
        Assert.Null(outcome.NewVisitorId);
        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal(("2", null), (captured.Id, captured.VisitorId));
    }

    [Fact]
    public async Task HandleAsync_FailingQueue_AsksToSendAgain()
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (_, _) => throw new IOException("Away.");

        var outcome = await bed.WhileTimePasses(bed.PostAsync(Page("e1")));

        Assert.Equal(CaptureStatus.Unavailable, outcome.Status);
        Assert.Equal((0, true), (outcome.Answer.Accepted, outcome.Answer.Retry));
    }

    [Fact]
    public async Task HandleAsync_FromAServer_TakesVisitorOrEmailAndAnyPastTime()
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync(
            $$"""
            {"email":"Batch@Example.org","events":[
            {"id":"1","type":"custom","name":"n","created":"2019-05-01T10:00:00+02:00","visitor":"{{CaptureBed.Visitor}}","email":"own@example.org"},
            {"id":"2","type":"custom","name":"n","created":"2019-05-01"},
            {"id":"3","type":"form","created":"2999-01-01T00:00:00Z"}]}
            """,
            IntakeMode.Server);

        Assert.Equal(3, outcome.Answer.Accepted);
        Assert.Null(outcome.NewVisitorId);
        var events = bed.Queue.Events;
        Assert.Equal((CaptureBed.Visitor, "own@example.org"), (events[0].VisitorId, events[0].Email));
        Assert.Equal(new DateTimeOffset(2019, 5, 1, 8, 0, 0, TimeSpan.Zero), events[0].OccurredAt);
        Assert.Equal((null, "batch@example.org"), (events[1].VisitorId, events[1].Email));
        Assert.Equal(new DateTimeOffset(2019, 5, 1, 0, 0, 0, TimeSpan.Zero), events[1].OccurredAt);
        Assert.Equal((bed.Now, EventTimes.InFuture), (events[2].OccurredAt, Assert.Single(events[2].Marks!)));
    }

    [Theory]
    [InlineData(IntakeMode.Browser, "form", true)]
    [InlineData(IntakeMode.Browser, "identify", true)]
    [InlineData(IntakeMode.Browser, "page_view", false)]
    [InlineData(IntakeMode.Server, "form", false)]
    [InlineData(IntakeMode.Server, "identify", false)]
    public async Task HandleAsync_SentAnHourLate_DatesWhatABrowserClaimsAtItsReceipt(IntakeMode mode, string type, bool isDatedAtReceipt)
    {
        using var bed = new CaptureBed();
        var now = bed.Now.ToUnixTimeMilliseconds();

        await bed.PostAsync(
            $$"""
            {"v":1,"sent":{{now}},"visitor":"c1","events":[{"id":"e1","type":"{{type}}","created":{{now - 3_600_000}},
            "url":"https://www.example.org/","email":"ann@example.org","page":"p1"}]}
            """,
            mode);

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal(isDatedAtReceipt ? bed.Now : bed.Now.AddHours(-1), captured.OccurredAt);
        Assert.Equal(isDatedAtReceipt ? [EventTimes.DatedAtReceipt] : null, captured.Marks);
        Assert.Equal((mode == IntakeMode.Server, mode == IntakeMode.Browser), (captured.FromServer, captured.IsOfBrowser));
        Assert.Equal(isDatedAtReceipt, captured.IsLateClaim);
    }

    [Fact]
    public async Task HandleAsync_FromAServerWithoutOwner_IsRejected()
    {
        using var bed = new CaptureBed();

        var outcome = await bed.PostAsync("{\"events\":[{\"id\":\"1\",\"type\":\"click\"}]}", IntakeMode.Server);

        Assert.StartsWith("visitor:", Assert.Single(Assert.Single(outcome.Answer.Rejected).Problems), StringComparison.Ordinal);
        Assert.Equal("/api/events", Assert.Single(bed.Queue.Rejected).Endpoint);
    }

    private static string Page(string id) =>
        $$"""{"v":1,"visitor":"c1","events":[{"id":"{{id}}","type":"page_view","url":"https://example.org/"}]}""";
}
