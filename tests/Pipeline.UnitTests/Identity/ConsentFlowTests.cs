using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Records;
using Pipeline.Reports;
using Pipeline.Reports.Channels;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.UnitTests.Capture;

namespace Pipeline.UnitTests.Identity;

// Decisions, page views of nobody and floods, through every stage behind capture.
public sealed class ConsentFlowTests
{
    private const int Limit = 100;
    private const string Email = "ann@example.org";
    private static readonly string Ann = PipelineBed.LeadIds.Of(Email);
    private static readonly string Bob = PipelineBed.LeadIds.Of("bob@example.org");

    // Page views and forms around a decision at minute 5, and what must be left of them.
    private static readonly CapturedEvent[] Story =
    [
        View("p3", 3),
        Form("f4", 4, Email),
        View("p5", 5),
        View("p6", 6),
        Form("f7", 7, "bob@example.org"),
    ];

    [Theory]
    [InlineData("refused 5", "f4 p3")]
    [InlineData("withdrawn 5", "f4")]
    [InlineData("withdrawn 5, granted 6", "f4")]
    [InlineData("refused 6, withdrawn 5, refused 9", "f4")]
    [InlineData("granted 2", "f4 p3 p5 p6")]
    public async Task Decision_AnyOrderOfArrival_EndsInTheSameState(string decisions, string owned)
    {
        var consents = VisitorConsentTests.Facts(decisions);
        List<WorkMessage> messages =
        [
            .. Story.Select(captured => PipelineBed.Message(captured)), .. consents.Select(consent => Message([], consent))
        ];
        string? expected = null;
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            WorkMessage[] order = [.. messages, .. messages];
            random.Shuffle(order);
            await using var bed = PipelineBed.InMemory(Clock());
            foreach (var message in seed == 0 ? [.. messages] : order)
            {
                await bed.HandleAsync(message);
                await bed.DrainAsync(random);
            }

            var dump = await DumpAsync(bed);
            Assert.Equal(expected ??= dump, dump);
            Assert.Equal(owned, await OwnedAsync(bed, Ann));
            Assert.Equal("f7", await OwnedAsync(bed, Bob));
        }
    }

    // Each comes twice: one version is received before the decision, the other after it, and they say different things about when.
    [Theory]
    [InlineData("refused 5", 1, "f4 p3")]
    [InlineData("refused 5", 5, "f4 p3")]
    [InlineData("withdrawn 5", 1, "f4")]
    [InlineData("withdrawn 5", 5, "f4")]
    public async Task Decision_EventsAndItselfSentAgainAfterIt_EndsInTheSameState(string decision, int occurred, string owned)
    {
        var consent = VisitorConsentTests.Facts(decision).Single();
        CapturedEvent[] first = [View("p3", 3), Form("f4", 4, Email)];
        var at = VisitorConsentTests.Event("x", EventType.PageView, occurred).OccurredAt;
        var again = first.Select(captured => captured with { OccurredAt = at, ReceivedAt = captured.ReceivedAt.AddMinutes(4) });
        List<WorkMessage> messages =
        [
            .. first.Concat(again).Select(captured => PipelineBed.Message(captured)),
            Message([], consent),
            Message([], consent with { OccurredAt = at, ReceivedAt = consent.ReceivedAt.AddMinutes(4) }),
        ];
        string? expected = null;
        for (var seed = 0; seed < 40; seed++)
        {
            WorkMessage[] order = [.. messages];
            new Random(seed).Shuffle(order);
            await using var bed = PipelineBed.InMemory(Clock());
            foreach (var message in order)
            {
                await bed.HandleAsync(message);
                await bed.DrainAsync();
            }

            var dump = await ViewsAsync(bed);
            Assert.Equal(expected ??= dump, dump);
            Assert.Equal(owned, await OwnedAsync(bed, Ann));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Withdrawal_CrashAtAnyCall_EndsInTheSameState(bool afterEffect)
    {
        var (expected, calls) = await WithdrawAsync(crashAt: null, afterEffect);

        Assert.InRange(calls, 8, 100);
        for (var crash = 1; crash <= calls; crash++)
        {
            Assert.Equal(expected, (await WithdrawAsync(crash, afterEffect)).Dump);
        }
    }

    [Fact]
    public async Task Withdrawal_Stored_RemovesLaterRowsAndUndoesTheLinks()
    {
        await using var bed = PipelineBed.InMemory(Clock());
        await bed.CaptureAsync(Story);

        await bed.HandleAsync(Message([], VisitorConsentTests.Facts("withdrawn 5").Single()));

        var rows = bed.Memory!.Rows(TableNames.Visitors).Select(row => row.RowKey[..2]).Order().ToList();
        Assert.Equal(["e|", "e|", "l|", "s|", "w|"], rows);
        var state = (await bed.Get<IVisitorStore>().GetStateAsync(CaptureBed.Visitor, default)).Value!;
        Assert.Equal(state.Links.Select(link => link.Key), state.UndoneLinks);
        Assert.Equal(2, Assert.Single(state.Visits).PageViews + 1);
        Assert.Equal(Story[2].ReceivedAt, state.WithdrawnAt);
    }

    [Theory]
    [InlineData("withdrawn 5")]
    [InlineData("refused 5")]
    public async Task Decision_BeforeALink_LeavesNoHintOfItsVisitorInTheLead(string decision)
    {
        await using var bed = PipelineBed.InMemory(Clock());
        await bed.CaptureAsync(Story);
        Assert.Equal(new[] { Ann, Bob }.Order(StringComparer.Ordinal), Hints(bed).Order(StringComparer.Ordinal));

        await bed.HandleAsync(Message([], VisitorConsentTests.Facts(decision).Single()));

        // What was linked before is a fact of its time, which the lead's past still shows.
        Assert.Equal([Ann], Hints(bed));
        await bed.DrainAsync();
        Assert.Equal("f7", await OwnedAsync(bed, Bob));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decision_CrashAtAnyCall_LeavesNoStaleHint(bool afterEffect)
    {
        for (var crash = 1; crash <= 40; crash++)
        {
            await using var bed = PipelineBed.InMemory(Clock());
            await bed.CaptureAsync(Story);
            bed.Calls.CrashAt(crash, afterEffect);

            await bed.SurviveAsync(Message([], VisitorConsentTests.Facts("withdrawn 5").Single()));
            await bed.DrainAsync();

            Assert.Equal([Ann], Hints(bed));
        }
    }

    [Fact]
    public async Task Withdrawal_OfManyEvents_RemovesAllOfThem()
    {
        await using var bed = PipelineBed.InMemory(Clock());
        await bed.CaptureAsync(
            [.. Enumerable.Range(0, 250).Select(i => View($"p{i}", 6) with { OccurredAt = Story[3].OccurredAt.AddMilliseconds(i) })]);

        await bed.HandleAsync(Message([], VisitorConsentTests.Facts("withdrawn 5").Single()));

        Assert.DoesNotContain(bed.Memory!.Rows(TableNames.Visitors), row => row.RowKey.StartsWith("e|", StringComparison.Ordinal));
        Assert.Empty((await bed.Get<IVisitorStore>().GetStateAsync(CaptureBed.Visitor, default)).Value!.Visits);
    }

    [Fact]
    public async Task MessageWithOneFailingVisitor_DecisionOfTheOther_IsStored()
    {
        await using var bed = PipelineBed.InMemory(Clock());
        var other = "zzzzzzzzzzzzzzzzzzzzzzzzzz";

        await bed.HandleAsync(Message(
            [View("p3", 3)], VisitorConsentTests
                .Facts("refused 1")
                .Single(), VisitorConsentTests.Facts("withdrawn 2").Single() with { VisitorId = other }));

        Assert.Equal(2, bed.Memory!.Rows(TableNames.Visitors).Count(row => row.RowKey.StartsWith("w|", StringComparison.Ordinal)));
        Assert.DoesNotContain(bed.Memory!.Rows(TableNames.Visitors), row => row.RowKey.StartsWith("e|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Measured_EventsOfALinkedVisitor_StayNobodysAfterASwitch()
    {
        await using var bed = PipelineBed.InMemory(Clock());

        await bed.CaptureAsync(
            View("m1", 1) with { Mode = CaptureMode.Measure },
            Form("m2", 2, null) with { Mode = CaptureMode.Measure },
            View("p3", 3),
            Form("f4", 4, Email),
            View("m5", 5) with { Mode = CaptureMode.Measure });

        Assert.Equal("f4 p3", await OwnedAsync(bed, Ann));
        Assert.Single(bed.Memory!.Rows(TableNames.Visitors), row => row.RowKey.StartsWith("l|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnonymousViews_DeliveredAgainAndInAnotherMessage_CountOnce()
    {
        await using var bed = PipelineBed.InMemory(Clock());
        AnonymousView[] views =
        [
            Anonymous(
                "a", "Direct", 0), Anonymous("b", "Direct", 0), Anonymous("c", "Organic Search", 0), Anonymous("d", "Direct", -24 * 60),
        ];

        await bed.HandleAsync(Message(views));
        await bed.HandleAsync(Message(views));
        await bed.HandleAsync(Message(views[1..2]));
        await bed.CaptureAsync(View("p3", 3));

        var query = Query(bed, "2026-03-01");
        var report = await bed.Get<ChannelsKind>().BuildAsync(query, default);
        Assert.Equal(
            [("Direct", 1, 3), ("Organic Search", 0, 1)],
            report.Rows.Select(row => (row.Channel, (int)row.Visits, (int)row.AnonymousPageViews)));
        Assert.Equal((1, 4), (report.Total.Visits, report.Total.AnonymousPageViews));

        await bed.NightAsync();
        var restated = await bed.Get<ChannelsKind>().BuildAsync(query, default);
        Assert.Equal(4, restated.Total.AnonymousPageViews);
        Assert.Equal(
            4, (await bed.Get<ChannelsKind>().BuildAsync(query with { At = bed.Clock.GetUtcNow() }, default)).Total.AnonymousPageViews);
        Assert.Equal(1, restated.Total.Visits);
    }

    [Theory]
    [InlineData(Limit - 1, 0)]
    [InlineData(Limit, 0)]
    [InlineData(Limit + 1, 1)]
    [InlineData(Limit + 60, 60)]
    public async Task Flood_AroundTheLimit_StoresTheLimitAndCountsTheRest(int sent, int flood)
    {
        await using var bed = PipelineBed.InMemory(Clock());
        bed.Get<IOptions<CaptureOptions>>().Value.MaxEventsPerVisitorAndDay = Limit;
        var start = Story[0].OccurredAt;

        await bed.CaptureAsync([.. Enumerable.Range(0, sent).Select(i => Custom($"c{i}", start.AddMilliseconds(i)))]);

        var state = (await bed.Get<IVisitorStore>().GetStateAsync(CaptureBed.Visitor, default)).Value!;
        Assert.Equal((sent - flood, flood), (Events(bed), state.Flood));
        Assert.Equal(sent - flood, state.LastDayEvents);
        var listed = bed.Memory!.Rows(TableNames.Rejected).Where(row => row.ContainsKey("Body")).ToList();
        Assert.Equal(flood == 0 ? 0 : 1, listed.Count);
        Assert.All(listed, row => Assert.Equal("flood", row.GetString("Reason")));
    }

    [Fact]
    public async Task Flood_FullDay_LetsStoredEventsOtherDaysAndOtherVisitorsBe()
    {
        await using var bed = PipelineBed.InMemory(Clock());
        bed.Get<IOptions<CaptureOptions>>().Value.MaxEventsPerVisitorAndDay = Limit;
        var start = Story[0].OccurredAt;
        CapturedEvent[] events = [.. Enumerable.Range(0, Limit).Select(i => Custom($"c{i}", start.AddMilliseconds(i)))];
        await bed.CaptureAsync(events);

        await bed.CaptureAsync(events[..60]);
        await bed.CaptureAsync(Custom("late", start.AddMinutes(-1)), Custom("late2", start.AddMinutes(-2)));
        await bed.CaptureAsync(Custom("yesterday", start.AddDays(-1)), Custom("tomorrow", start.AddDays(1)));
        await bed.CaptureAsync(Custom("other", start) with { VisitorId = "zzzzzzzzzzzzzzzzzzzzzzzzzz" });

        var state = (await bed.Get<IVisitorStore>().GetStateAsync(CaptureBed.Visitor, default)).Value!;
        Assert.Equal((Limit + 2, 2, 1), (Events(bed), state.Flood, state.LastDayEvents));
    }

    private static async Task<(string Dump, int Calls)> WithdrawAsync(int? crashAt, bool afterEffect)
    {
        await using var bed = PipelineBed.InMemory(Clock());
        await bed.CaptureAsync(Story);
        bed.Calls.Reset();
        if (crashAt is { } call)
        {
            bed.Calls.CrashAt(call, afterEffect);
        }

        await bed.SurviveAsync(Message([], VisitorConsentTests.Facts("withdrawn 5").Single()));
        await bed.DrainAsync();
        var calls = bed.Calls.Total;
        return (await DumpAsync(bed), calls);
    }

    [Fact]
    public void Flood_ByDefault_BeginsAfterFiveThousandEvents() => Assert.Equal(5_000, new CaptureOptions().MaxEventsPerVisitorAndDay);

    private static ManualClock Clock() => new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    private static CapturedEvent View(string id, int minute) => VisitorConsentTests.Event(id, EventType.PageView, minute);

    private static CapturedEvent Form(string id, int minute, string? email) =>
        VisitorConsentTests.Event(id, EventType.Form, minute) with { Email = email };

    private static CapturedEvent Custom(string id, DateTimeOffset at) =>
        VisitorConsentTests.Event(id, EventType.Custom, 0) with { Name = "n", OccurredAt = at, ReceivedAt = at };

    private static AnonymousView Anonymous(string id, string channel, int minute) => new()
    {
        Id = id,
        Channel = channel,
        Page = "https://www.example.org/",
        OccurredAt = Story[0].OccurredAt.AddMinutes(minute),
    };

    internal static WorkMessage Message(IReadOnlyList<CapturedEvent> events, params ConsentFact[] consents) => Message(new EventMessage
    {
        Version = 1,
        Events = events,
        Consents = consents,
    });

    internal static WorkMessage Message(AnonymousView[] views) => Message(new EventMessage { Version = 1, AnonymousViews = views });

    internal static WorkMessage Message(EventMessage message) =>
        new(QueueNames.Events, Encoding.UTF8.GetString(EventMessageJson.Write(message)));

    private static int Events(PipelineBed bed) => bed.Memory!.Rows(TableNames.Visitors)
        .Count(row => row.PartitionKey == CaptureBed.Visitor && row.RowKey.StartsWith("e|", StringComparison.Ordinal));

    private static IEnumerable<string> Hints(PipelineBed bed) => bed.Memory!.Rows(TableNames.Leads)
        .Where(row => row.RowKey.StartsWith("v|", StringComparison.Ordinal)).Select(row => row.PartitionKey);

    private static ReportQuery Query(PipelineBed bed, string from) =>
        Sample.Query($"from={from}&to=2026-03-02", bed.Clock.GetUtcNow(), bed.Get<Pipeline.Time.LocalTime>());

    private static async Task<string> OwnedAsync(PipelineBed bed, string leadId)
    {
        var history = await bed.Get<LeadHistoryReader>().ReadAsync(leadId, default);
        var snapshot = (await bed.LeadViewAsync()).Evaluate(history, bed.Clock.GetUtcNow());
        return string.Join(' ', (snapshot?.Events ?? []).Select(owned => owned.Event.Id).Order(StringComparer.Ordinal));
    }

    // Facts of the visitor and the leads' own ones, views and answers: everything but the hints that a view must confirm.
    private static async Task<string> DumpAsync(PipelineBed bed)
    {
        var rows = bed.Memory!.Rows(TableNames.Visitors).Concat(bed.Memory.Rows(TableNames.Leads))
            .Where(row => row.RowKey[0] is 'e' or 'l' or 'u' or 'w')
            .Select(row => $"{row.PartitionKey} {row.RowKey} {row.GetString("Body")}").Order(StringComparer.Ordinal);
        return string.Join('\n', rows) + await ViewsAsync(bed);
    }

    private static async Task<string> ViewsAsync(PipelineBed bed)
    {
        var from = new DateOnly(2026, 3, 1);
        return await bed.DumpViewsAsync([CaptureBed.Visitor], [Ann, Bob], from)
            + await bed.DumpAnswersAsync([Ann, Bob], from, null)
            + await bed.DumpAnswersAsync([Ann, Bob], from, VisitorConsentTests.Event("x", EventType.PageView, 2).OccurredAt);
    }
}
