using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Rejected;
using Pipeline.Functions.Replay;
using Pipeline.Imports;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Replay;
using Pipeline.Testing;
using Pipeline.UnitTests.Capture;
using Pipeline.UnitTests.Rejected;

namespace Pipeline.UnitTests.Replay;

public sealed class ReplayTests : IDisposable
{
    private readonly CaptureBed _bed = new();
    private readonly FakeRejectedStore _store = new();
    private readonly FakeWorkQueue _queue = new();
    private readonly ReplayHandler _replay;

    public ReplayTests() => _replay = new ReplayHandler(
        _store,
        _bed.Get<GroupCommit>(),
        _queue,
        UploadRoutes.None,
        new ConflictRetry(_bed.Clock),
        _bed.Clock,
        _bed.Get<IOptions<CaptureOptions>>());

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Replay_RepairedEvent_KeepsVisitorAndTimesOfThatMoment()
    {
        var sent = _bed.Now.ToUnixTimeMilliseconds();
        await _bed.PostAsync(
            $"{{\"visitor\":\"c1\",\"sent\":{sent},\"events\":[{{\"id\":\"e1\",\"type\":\"custom\",\"created\":{sent - 60_000}}}]}}");
        var received = _bed.Now;
        var id = await KeepAsync();
        _bed.Clock.Advance(TimeSpan.FromHours(5));

        var outcome = await ReplayAsync(id, $"{{\"id\":\"e1\",\"type\":\"custom\",\"name\":\"n\",\"created\":{sent - 60_000}}}");

        Assert.Equal((ReplayStatus.Accepted, _bed.Now), (outcome.Status, outcome.ReplayedAt));
        var captured = Assert.Single(_bed.Queue.Events);
        Assert.Equal(
            ("e1", VisitorIds.FromCandidate("c1"), received, received.AddMinutes(-1)),
            (captured.Id, captured.VisitorId, captured.ReceivedAt, captured.OccurredAt));
    }

    [Fact]
    public async Task Replay_SecondTime_DoesNothingAndSaysWhichEventsThereAre()
    {
        await _bed.PostAsync("""{"visitor":"c1","events":[{"type":"custom"}]}""");
        var id = await KeepAsync();

        var first = await ReplayAsync(id, """{"type":"custom","name":"n"}""");
        var second = await ReplayAsync(id, """{"type":"custom","name":"other"}""");

        Assert.Equal(ReplayStatus.AlreadyReplayed, second.Status);
        Assert.Equal(first.EventIds, second.EventIds);
        Assert.Equal(Assert.Single(_bed.Queue.Events).Id, Assert.Single(second.EventIds));
    }

    [Fact]
    public async Task Replay_EventWithoutId_GetsTheSameIdWheneverItIsReplayed()
    {
        await _bed.PostAsync("""{"visitor":"c1","events":[{"type":"custom"}]}""");
        var id = await KeepAsync();
        var row = Assert.Single(_store.Rows);

        await ReplayAsync(id, """{"type":"custom","name":"n"}""");
        await _store.AddAsync(row.Rejected, CancellationToken.None);
        await ReplayAsync(id, """{"type":"custom","name":"n"}""");

        Assert.Equal(2, _bed.Queue.Events.Count);
        Assert.Single(_bed.Queue.Events.Select(captured => captured.Id).Distinct());
    }

    [Fact]
    public async Task Replay_StillFaulty_TellsEveryFaultAndSendsNothing()
    {
        await _bed.PostAsync("{");
        var id = await KeepAsync();

        var outcome = await ReplayAsync(
            id,
            """{"visitor":"c1","events":[{"type":"custom","scroll":900},{"type":"page_view","url":"https://example.org/"},{"type":"x"}]}""");

        Assert.Equal(ReplayStatus.StillRejected, outcome.Status);
        Assert.Equal(["events[0].name", "events[0].scroll", "events[2].type"], outcome.Problems.Select(problem => problem.Field));
        Assert.Empty(_bed.Queue.Events);
        Assert.Null(Assert.Single(_store.Rows).ReplayedAt);
    }

    [Fact]
    public async Task Replay_RepairedBatch_IsReadWithItsVisitor()
    {
        await _bed.PostAsync("{");
        var id = await KeepAsync();

        var outcome = await ReplayAsync(
            id,
            """{"visitor":"c1","events":[{"id":"e1","type":"page_view","url":"https://example.org/"},{"id":"e2","type":"custom","name":"n"}]}""");

        Assert.Equal(["e1", "e2"], outcome.EventIds);
        Assert.All(_bed.Queue.Events, captured => Assert.Equal(VisitorIds.FromCandidate("c1"), captured.VisitorId));
    }

    [Fact]
    public async Task Replay_EventThatIsNobodys_SaysSo()
    {
        await _bed.PostAsync("{");
        var id = await KeepAsync();

        var outcome = await ReplayAsync(id, """{"events":[{"type":"page_view","url":"https://example.org/"}]}""");

        Assert.Equal("visitor", Assert.Single(outcome.Problems).Field);
    }

    [Fact]
    public async Task Replay_ServerEvent_KeepsTheBatchsAddress()
    {
        await _bed.PostAsync("""{"email":"Ann@Example.org","events":[{"type":"custom"}]}""", IntakeMode.Server);
        var id = await KeepAsync();

        var outcome = await ReplayAsync(id, """{"type":"custom","name":"n","created":"2020-01-01T00:00:00Z"}""");

        Assert.Equal(ReplayStatus.Accepted, outcome.Status);
        var captured = Assert.Single(_bed.Queue.Events);
        Assert.Equal(("ann@example.org", 2020), (captured.Email, captured.OccurredAt.Year));
    }

    [Fact]
    public async Task Replay_Pixel_TakesTheRepairedQuery()
    {
        var context = _bed.Request("GET", "https://data.example.org/p.gif?url=nonsense&title=A+b");
        context.Request.Headers.Cookie = $"_pl={CaptureBed.Visitor}";
        await CaptureBed.AnswerAsync(context, _bed.Function<CapturePixel>().Run(context.Request));
        var id = await KeepAsync();

        var faulty = await ReplayAsync(id, null);
        var repaired = await ReplayAsync(id, "?url=https%3A%2F%2Fexample.org%2Fa%3Futm_source%3Ds&title=A+b");

        Assert.Equal((ReplayStatus.StillRejected, "url"), (faulty.Status, Assert.Single(faulty.Problems).Field));
        Assert.Equal(ReplayStatus.Accepted, repaired.Status);
        var captured = Assert.Single(_bed.Queue.Events);
        Assert.Equal(
            ("https://example.org/a", "s", "A b", CaptureBed.Visitor),
            (captured.Url, captured.Campaign!.Source, captured.Title, captured.VisitorId));
    }

    [Fact]
    public async Task Replay_Form_TakesTheRepairedFields()
    {
        var context = _bed.Request(
            "POST",
            "https://data.example.org/forms/contact",
            "email=ann&name=Ann&_id=f1&_visitor=c1&_url=https%3A%2F%2Fexample.org%2F&password=secret1",
            "application/x-www-form-urlencoded");
        await CaptureBed.AnswerAsync(context, _bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));
        var id = await KeepAsync();
        var payload = JsonSerializer.Deserialize<Dictionary<string, string>>(Assert.Single(_store.Rows).Rejected.Payload)!;
        payload["email"] = "ann@example.org";

        var outcome = await ReplayAsync(id, JsonSerializer.Serialize(payload));

        Assert.Equal(["f1"], outcome.EventIds);
        var captured = Assert.Single(_bed.Queue.Events);
        Assert.Equal(
            (EventType.Form, "contact", "ann@example.org", VisitorIds.FromCandidate("c1"), "https://example.org/", "name=Ann"),
            (captured.Type, captured.Form, captured.Email, captured.VisitorId, captured.Url, string.Join(
                ' ', captured.Fields!.Select(field => $"{field.Key}={field.Value}"))));
    }

    [Fact]
    public async Task Replay_EventWithAddressesOfPeopleInItsPage_StoresWhatItWouldHaveStoredAtOnce()
    {
        const string Page = "https://ann:secret@example.org/u/ann@example.org?email=ann&token=t1&q=shoes&to=ann%40example.org";
        const string Masked = "https://example.org/u/masked?email=masked&token=masked&q=shoes&to=masked";
        await _bed.PostAsync(
            $$$"""{"visitor":"c1","events":[{"id":"e1","type":"custom","url":"{{{Page}}}","ref":"{{{Page}}}","props":{"url":"{{{Page}}}"}}]}""");
        var id = await KeepAsync();
        var payload = Assert.Single(_store.Rows).Rejected.Payload;

        var outcome = await ReplayAsync(id, payload.Replace("\"custom\",", "\"custom\",\"name\":\"n\",", StringComparison.Ordinal));

        Assert.Equal(
            $$$"""{"id":"e1","type":"custom","url":"{{{Masked}}}","ref":"{{{Masked}}}","props":{"url":"{{{Page}}}"}}""", payload);
        Assert.Equal(ReplayStatus.Accepted, outcome.Status);
        var captured = Assert.Single(_bed.Queue.Events);
        Assert.Equal((Masked, Masked, Page), (captured.Url, captured.Referrer, captured.Props!["url"]));
    }

    [Fact]
    public async Task Replay_FormAndPixelWithAddressesOfPeopleInTheirPage_KeepThemMasked()
    {
        const string Page = "https%3A%2F%2Fexample.org%2F%3Femail%3Dbob%40example.net%26a%3D1";
        var form = _bed.Request(
            "POST",
            "https://data.example.org/forms/contact",
            $"email=ann&_id=f1&_visitor=c1&site=https%3A%2F%2Fann.example%2F%3Ftoken%3D1&_url={Page}",
            "application/x-www-form-urlencoded");
        await CaptureBed.AnswerAsync(form, _bed.Function<CaptureForm>().Run(form.Request, "contact", CancellationToken.None));
        var formId = await KeepAsync();
        var kept = Assert.Single(_store.Rows).Rejected.Payload;
        var pixel = _bed.Request("GET", $"https://data.example.org/p.gif?url={Page}&email=bob@example.net&id={new string('x', 129)}");
        await CaptureBed.AnswerAsync(pixel, _bed.Function<CapturePixel>().Run(pixel.Request));
        _ = await KeepAsync();
        var image = _store.Rows[^1].Rejected.Payload;

        var outcome = await ReplayAsync(formId, kept.Replace("\"ann\"", "\"ann@example.org\"", StringComparison.Ordinal));

        Assert.Equal(ReplayStatus.Accepted, outcome.Status);
        Assert.DoesNotContain("bob", kept, StringComparison.Ordinal);
        Assert.Contains("https://ann.example/?token=1", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", image, StringComparison.Ordinal);
        Assert.StartsWith("?url=https%3A%2F%2Fexample.org%2F%3Femail%3Dmasked%26a%3D1&email=masked&id=x", image, StringComparison.Ordinal);
        Assert.Equal("https://example.org/?email=masked&a=1", Assert.Single(_bed.Queue.Events).Url);
    }

    [Fact]
    public async Task Replay_FormOfARobot_CanBeTakenAfterAll()
    {
        await _store.AddAsync(
            RejectedEvent.Create(
                "/forms/x",
                [new Problem(Problem.Honeypot, "trap", "was filled.")],
                """{"email":"ann@example.org"}"""u8,
                _bed.Now), CancellationToken.None);

        var outcome = await ReplayAsync(RejectedId.Of(_store.Rows[0].Rejected), "");

        Assert.Equal(ReplayStatus.Accepted, outcome.Status);
    }

    [Fact]
    public async Task Replay_ClickOfAnUnknownLead_IsTheSameClick()
    {
        var click = Sample.Click("c1", _bed.Now, "l_abcdefghijklmnopqrstuvwx23", "spring");
        await _store.AddAsync(Pipeline.Capture.Links.TrackedLink.UnknownLead(click), CancellationToken.None);
        var id = RejectedId.Of(_store.Rows[0].Rejected);

        var forged = await ReplayAsync(id, Encoding.UTF8.GetString(EventMessageJson.WriteEvent(click with { Type = EventType.Form })));
        var outcome = await ReplayAsync(id, null);

        Assert.Equal((ReplayStatus.StillRejected, ReplayStatus.Accepted), (forged.Status, outcome.Status));
        Assert.Equal(EventMessageJson.WriteEvent(click), EventMessageJson.WriteEvent(Assert.Single(_bed.Queue.Events)));
    }

    [Fact]
    public async Task Replay_CutPayload_AsksForTheWhole()
    {
        await _store.AddAsync(
            RejectedEvent.Create("/e", [new Problem(Problem.TooLarge, "", "Too long.")], new byte[40_000], _bed.Now),
            CancellationToken.None);

        var outcome = await ReplayAsync(RejectedId.Of(_store.Rows[0].Rejected), null);

        Assert.Equal((ReplayStatus.StillRejected, Problem.TooLarge), (outcome.Status, Assert.Single(outcome.Problems).Code));
    }

    [Fact]
    public async Task Replay_FailingQueue_AsksToComeBackAndMarksNothing()
    {
        await _bed.PostAsync("""{"visitor":"c1","events":[{"type":"custom"}]}""");
        var id = await KeepAsync();
        _bed.Queue.OnSend = (_, _) => throw new IOException("Away.");

        var outcome = await _bed.WhileTimePasses(ReplayAsync(id, """{"type":"custom","name":"n"}"""));

        Assert.Equal(ReplayStatus.Unavailable, outcome.Status);
        Assert.Null(Assert.Single(_store.Rows).ReplayedAt);
    }

    [Fact]
    public async Task Replay_UnknownId_IsNotFound() =>
        Assert.Equal(ReplayStatus.NotFound, (await ReplayAsync(new RejectedId(new DateOnly(2026, 1, 1), CaptureBed.Visitor), null)).Status);

    [Theory]
    [InlineData("scores", """{"version":1,"leadIds":["l_1"]}""")]
    [InlineData("handoffs", "{}")]
    [InlineData("rollups", "{}")]
    [InlineData("events", """{"v":1,"events":[],"rejected":[]}""")]
    public async Task Poison_KeptAndReplayed_GoesBackToItsQueueOnce(string queue, string text)
    {
        await Poison().HandleAsync(queue, Base64(text), CancellationToken.None);
        var kept = Assert.Single(_store.Rows).Rejected;
        Assert.Equal(($"poison:{queue}", Problem.Poison, text), (kept.Endpoint, kept.Reason, kept.Payload));

        var first = await ReplayAsync(RejectedId.Of(kept), null);
        var second = await ReplayAsync(RejectedId.Of(kept), null);

        Assert.Equal((ReplayStatus.Accepted, ReplayStatus.AlreadyReplayed), (first.Status, second.Status));
        Assert.Equal([(queue, text)], _queue.Sent);
    }

    [Theory]
    [InlineData("events", "{}")]
    [InlineData("events", "not json")]
    [InlineData("scores", "not json")]
    public async Task Poison_ThatCannotBeRead_IsKeptAndNotSentBackAsItIs(string queue, string text)
    {
        await Poison().HandleAsync(queue, Base64(text), CancellationToken.None);

        var outcome = await ReplayAsync(RejectedId.Of(_store.Rows[0].Rejected), null);

        Assert.Equal((ReplayStatus.StillRejected, 0), (outcome.Status, _queue.Sent.Count));
    }

    [Fact]
    public async Task Poison_LongestMessage_IsKeptWhole()
    {
        var text = new string('{', 65_536);

        await Poison().HandleAsync("scores", text, CancellationToken.None);

        Assert.Equal((text, false), (_store.Rows[0].Rejected.Payload, _store.Rows[0].Rejected.Truncated));
    }

    [Theory]
    [InlineData("{ this is no Base64", "not Base64")]
    [InlineData("/////w==", "not UTF-8")]
    public async Task Poison_ThatCannotBeDecoded_IsKeptAsItCameUnderOneKeyAlsoAfterItWasPutBack(string text, string problem)
    {
        await Poison().HandleAsync("scores", text, CancellationToken.None);
        var kept = _store.Rows[0].Rejected;

        _store.FailingAdds = 5;
        await _bed.WhileTimePasses(RunAsync(text));
        await Poison().HandleAsync("scores", Base64(Assert.Single(_queue.Sent).Message), CancellationToken.None);

        Assert.Equal((text, Problem.Poison), (kept.Payload, kept.Reason));
        Assert.Contains(kept.Problems, said => said.Contains(problem, StringComparison.Ordinal));
        Assert.Equal(kept.Key, Assert.Single(_store.Rows).Rejected.Key);

        async Task<bool> RunAsync(string message)
        {
            await Poison().HandleAsync("scores", message, CancellationToken.None);
            return true;
        }
    }

    [Theory]
    [InlineData(4, 1, 0)]
    [InlineData(5, 0, 1)]
    public async Task Poison_StoreThatFails_IsTriedFiveTimesAndThenPutBack(int failures, int kept, int putBack)
    {
        _store.FailingAdds = failures;

        await _bed.WhileTimePasses(RunAsync());

        Assert.Equal((kept, putBack), (_store.Rows.Count, _queue.Sent.Count));
        Assert.All(_queue.Sent, sent => Assert.Equal(("scores-poison", "{}"), sent));

        async Task<bool> RunAsync()
        {
            await Poison().HandleAsync("scores", Base64("{}"), CancellationToken.None);
            return true;
        }
    }

    [Fact]
    public async Task ListRejected_SeveralDays_AreListedNewestFirstWithTotals()
    {
        foreach (var (age, code) in new[] { (0, Problem.Missing), (2, Problem.Missing), (2, Problem.Malformed), (30, Problem.Missing) })
        {
            await _store.AddAsync(
                RejectedEvent.Create(
                    "/e",
                    [new Problem(code, "url", "is required.")],
                    Encoding.UTF8.GetBytes($"{age}{code}"),
                    _bed.Now.AddDays(-age)), CancellationToken.None);
        }

        Assert.Equal((200, "missing missing malformed", "malformed 1 missing 2"), await ListAsync("?days=30"));
        Assert.Equal((200, "missing", "missing 1"), await ListAsync(""));
        Assert.Equal((200, "missing missing", "missing 2"), await ListAsync("?days=30&reason=missing"));
        Assert.Equal((200, "missing", "malformed 1 missing 2"), await ListAsync("?days=30&count=1"));
        Assert.Equal(400, (await ListAsync("?days=31")).Status);
        Assert.Equal(400, (await ListAsync("?days=0")).Status);
    }

    [Theory]
    [InlineData("2026-01-01.abcdefghijklmnopqrstuvwx23", true)]
    [InlineData("2026-02-30.abcdefghijklmnopqrstuvwx23", false)]
    [InlineData("2026-01-01.abcdefghijklmnopqrstuvwx2", false)]
    [InlineData("2026-01-01-abcdefghijklmnopqrstuvwx23", false)]
    [InlineData("2026-01-01.ABCDEFGHIJKLMNOPQRSTUVWX23", false)]
    [InlineData("2026-01-01.~missing", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void RejectedId_Text_IsReadStrictly(string? text, bool isId)
    {
        Assert.Equal(isId, RejectedId.TryParse(text, out var id));
        Assert.Equal(isId ? text : "0001-01-01.", id.ToString());
    }

    [Theory]
    [InlineData("nonsense", null, 404)]
    [InlineData(null, "", 422)]
    [InlineData(null, """{"type":"custom","name":"n"}""", 200)]
    public async Task ReplayRejected_Answer_TellsWhatHappened(string? id, string? body, int status)
    {
        await _bed.PostAsync("""{"visitor":"c1","events":[{"type":"custom"}]}""");
        id ??= (await KeepAsync()).ToString();
        var context = _bed.Request("POST", "https://data.example.org/api/rejected/x/replay", body, "application/json");

        var answer = await CaptureBed.AnswerAsync(
            context, new ReplayRejected(_replay, _bed.Get<IOptions<CaptureOptions>>()).Run(context.Request, id, CancellationToken.None));

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Contains(status == 200 ? "\"status\":\"accepted\"" : $"\"status\":{status}", answer, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private PoisonHandler Poison() => new(_store, _queue, _bed.Clock, NullLogger<PoisonHandler>.Instance);

    private Task<ReplayOutcome> ReplayAsync(RejectedId id, string? payload) => _replay.HandleAsync(id, payload, CancellationToken.None);

    private async Task<RejectedId> KeepAsync()
    {
        var rejected = Assert.Single(_bed.Queue.Rejected);
        await _store.AddAsync(rejected, CancellationToken.None);
        _bed.Queue.Bodies.Clear();
        return RejectedId.Of(rejected);
    }

    private async Task<(int Status, string Rows, string Totals)> ListAsync(string query)
    {
        var context = _bed.Request("GET", "https://data.example.org/api/rejected");
        context.Request.QueryString = new Microsoft.AspNetCore.Http.QueryString(query);
        using var answer = JsonDocument.Parse(
            await CaptureBed.AnswerAsync(context, new ListRejected(_store, _bed.Clock).Run(context.Request, CancellationToken.None)));
        return context.Response.StatusCode != 200
            ? (context.Response.StatusCode, "", "")
            : (200,
                string.Join(
                    ' ', answer.RootElement.GetProperty("rejected").EnumerateArray().Select(row => row.GetProperty("reason").GetString())),
                string.Join(' ', answer.RootElement.GetProperty("totals")
                    .EnumerateArray()
                    .Select(row => $"{row.GetProperty("reason").GetString()} {row.GetProperty("kept").GetInt32()}")));
    }
}
