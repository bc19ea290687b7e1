using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Identity;

public sealed class IdentityHandlerTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Handle_InOrderEvent_CostsOneTransaction()
    {
        await HandleAsync(View("a", 0));
        _bed.Calls.Reset();

        await HandleAsync(View("b", 1));

        Assert.Equal("Visitors Write 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Handle_InOrderEventOfAStateThatIsNotKept_CostsOneReadMore()
    {
        await HandleAsync(View("a", 0));
        _bed.Get<VisitorStateCache>().Forget(Visitor);
        _bed.Calls.Reset();

        await HandleAsync(View("b", 1));

        Assert.Equal("Visitors Get 1, Visitors Write 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Handle_KeptStateIsOutOfDate_GoesOnFromTheStoredOne()
    {
        await HandleAsync(View("a", 0));
        var kept = await _bed.Get<IVisitorStore>().GetStateAsync(Visitor, default);
        await HandleAsync(Form("f", 1, "ann"));
        _bed.Queue.Take();
        _bed.Get<VisitorStateCache>().Keep(kept.Value!, kept.ETag!);

        await HandleAsync(View("b", 2));

        var state = await StateAsync();
        Assert.Equal((2, 1), (Assert.Single(state.Visits).PageViews, state.Links.Count));
        Assert.Equal([ScoreMessage.Write([Lead("ann")])], _bed.Queue.Waiting.Select(message => message.Text));
    }

    [Fact]
    public async Task Handle_ViewAfterTwoLeads_RefreshesItsOwnerAlone_AndAnUndoGivesItToTheOther()
    {
        await HandleAsync(Form("f", 0, "ann"), Form("g", 1, "bob"));
        while (_bed.Queue.Take() is not null)
        {
        }

        await HandleAsync(View("a", 2));
        Assert.Equal([ScoreMessage.Write([Lead("bob")])], _bed.Queue.Waiting.Select(message => message.Text));
        await _bed.Get<UndoHandler>().HandleAsync(new UndoFact { LinkKey = FactKey.Of("g"), VisitorId = Visitor, At = At(3) }, default);
        while (_bed.Queue.Take() is not null)
        {
        }

        await HandleAsync(View("b", 4));
        Assert.Equal([ScoreMessage.Write([Lead("ann")])], _bed.Queue.Waiting.Select(message => message.Text));
    }

    [Fact]
    public async Task Handle_RejectedRowsThatCannotBeKept_DoNotHoldUpGoodEvents()
    {
        var message = new EventMessage
        {
            Version = EventMessage.CurrentVersion,
            Events = [View("a", 0)],
            Rejected = [RejectedEvent.Create("/e", [new Problem(Problem.Missing, "url", "is required")], "x"u8, At(0))],
        };
        _bed.Calls.Before = call => call.Target == TableNames.Rejected ? throw new FaultException("Away.") : Task.CompletedTask;
        await _bed.Get<IdentityHandler>().HandleAsync(message, default);
        _bed.Calls.Before = null;

        Assert.Single((await StateAsync()).Visits);
        Assert.Empty(_bed.Memory!.Rows(TableNames.Rejected));
        await _bed.DrainAsync();
        Assert.NotEmpty(_bed.Memory.Rows(TableNames.Rejected));
    }

    [Fact]
    public async Task Handle_KeptStateBeforeAWithdrawal_StoresNothingMore()
    {
        await HandleAsync(View("a", 0));
        var kept = await _bed.Get<IVisitorStore>().GetStateAsync(Visitor, default);
        await _bed.HandleAsync(ConsentFlowTests.Message(
            [], new ConsentFact { Id = "w", VisitorId = Visitor, State = ConsentState.Withdrawn, OccurredAt = At(1), ReceivedAt = At(1) }));
        _bed.Get<VisitorStateCache>().Keep(kept.Value!, kept.ETag!);

        await HandleAsync(View("b", 2));

        Assert.Null((await StoredAsync("b")).Value);
    }

    [Fact]
    public async Task Handle_EngagementOfAPageThatWasNotCounted_CostsNoMore()
    {
        await HandleAsync(View("a", 0));
        _bed.Calls.Reset();

        await HandleAsync(Seen("s", 1, "unknown"));

        Assert.Equal("Visitors Write 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Handle_FirstVisitOfADay_CostsOneMore()
    {
        await HandleAsync(View("warm", 0, visitor: "other"));
        _bed.Calls.Reset();

        await HandleAsync(View("a", 1));

        Assert.Equal("Days Write 1, Visitors Get 1, Visitors Write 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Handle_FormOfAKnownVisitor_CostsOneMoreAndAsksForTheLead()
    {
        await HandleAsync(View("a", 0));
        _bed.Calls.Reset();

        await HandleAsync(Form("f", 1, "ann"));

        Assert.Equal("Leads Write 1, Visitors Write 1, scores Send 1", _bed.Calls.Summary);
        Assert.Equal([ScoreMessage.Write([Lead("ann")])], _bed.Queue.Waiting.Select(message => message.Text));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public async Task Handle_FormOfAVisitorWithAnyHistory_CostsTheSame(int events)
    {
        foreach (var chunk in Enumerable.Range(0, events).Select(i => View($"p{i:D5}", i - 20_000)).Chunk(100))
        {
            await HandleAsync(chunk);
        }

        _bed.Calls.Reset();
        await HandleAsync(Form("f", events - 20_000, "ann"));

        Assert.Equal("Leads Write 1, Visitors Write 1, scores Send 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Handle_OneVisitorsEventsInAMessage_ShareOneTransaction()
    {
        await HandleAsync(View("warm", 0));
        _bed.Calls.Reset();

        await HandleAsync([.. Enumerable.Range(0, IVisitorStore.MaxEventsPerCommit).Select(i => Form($"f{i:D2}", i + 1, "ann"))]);

        Assert.Equal("Leads Write 1, Visitors Write 1, scores Send 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Handle_Duplicate_ChangesNothingAndRepeatsWhatFollows()
    {
        await HandleAsync(Form("f", 0, "ann"));
        var rows = Rows();
        _bed.Queue.Take();

        await HandleAsync(Form("f", 0, "ann"));

        Assert.Equal(rows, Rows());
        Assert.Single(_bed.Queue.Waiting);
    }

    [Theory]
    [InlineData(3, "Visitors Get 4, Visitors Query 1, Visitors Write 1")]
    [InlineData(4, "Visitors Get 1, Visitors Query 1, Visitors Write 1")]
    [InlineData(30, "Visitors Get 1, Visitors Query 1, Visitors Write 1")]
    public async Task Handle_LateEvents_AreLookedUpOneByOneOnlyWhenTheyAreFew(int events, string calls)
    {
        await HandleAsync(View("a", 0));
        _bed.Calls.Reset();

        await HandleAsync([.. Enumerable.Range(0, events).Select(i => View($"late{i:D2}", -10 + (i * 0.1)))]);

        Assert.Equal(calls, _bed.Calls.Summary);
    }

    [Fact]
    public async Task Handle_SeveralDuplicatesAndOneOlderVersion_KeepsTheRightOnes()
    {
        var events = Enumerable.Range(0, 6).Select(i => View($"e{i}", i)).ToArray();
        await HandleAsync(events);

        var older = events[3] with { OccurredAt = At(2.7), ReceivedAt = events[3].ReceivedAt.AddSeconds(-1) };
        await HandleAsync([.. events.Select(captured => captured.Id == older.Id ? older : captured), View("new", 2.5)]);

        Assert.Equal(older, (await StoredAsync("e3")).Value);
        Assert.Equal(7, Assert.Single((await StateAsync()).Visits).PageViews);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handle_TwoVersions_KeepsTheOneThatWasReceivedFirst(bool isInOrder)
    {
        var kept = View("a", 5);
        var retry = kept with { OccurredAt = At(3), ReceivedAt = kept.ReceivedAt.AddSeconds(9) };

        await HandleAsync(isInOrder ? kept : retry);
        await HandleAsync(isInOrder ? retry : kept);

        Assert.Equal(kept, (await StoredAsync("a")).Value);
        Assert.Equal(kept.OccurredAt, Assert.Single((await StateAsync()).Visits).StartedAt);
    }

    [Fact]
    public async Task Handle_TwoVersionsInOneMessage_StoresOne()
    {
        var kept = View("a", 5);

        await HandleAsync(kept with { OccurredAt = At(7), ReceivedAt = kept.ReceivedAt.AddSeconds(9) }, kept);

        Assert.Equal(kept, (await StoredAsync("a")).Value);
    }

    [Fact]
    public async Task Handle_LateEvent_FoldsAnew()
    {
        await HandleAsync(View("a", 0));
        await HandleAsync(View("c", 50));
        Assert.Equal(2, (await StateAsync()).Visits.Count);

        await HandleAsync(View("b", 25));

        Assert.Equal(3, Assert.Single((await StateAsync()).Visits).PageViews);
    }

    [Fact]
    public async Task Handle_ReplacedVersionOnAnotherDay_MovesTheVisitsIndexRow()
    {
        var later = View("a", 0);
        await HandleAsync(later);

        await HandleAsync(later with { OccurredAt = At(-2 * 24 * 60), ReceivedAt = later.ReceivedAt.AddMinutes(-1) });

        Assert.Equal([Visitor], await ActiveAsync(Today.AddDays(-2)));
        Assert.Empty(await ActiveAsync(Today));
        Assert.Equal([Today.AddDays(-2)], (await _bed.Get<IRollupDays>().ListDirtyAsync(default)).Select(mark => mark.Day));
    }

    [Fact]
    public async Task Handle_VersionThatNamesAnotherLead_RefreshesTheFormerOneToo()
    {
        var wrong = Form("f", 0, "ann");
        await _bed.CaptureAsync(wrong.Queued());
        Assert.NotNull((await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value);

        await _bed.CaptureAsync((wrong with { Email = Email("bob"), ReceivedAt = wrong.ReceivedAt.AddMinutes(-1) }).Queued());

        Assert.Null((await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value);
        var page = await _bed.Get<LeadQueries>().ListAsync(null, 10, null, default);
        Assert.Equal([Email("bob")], page.Leads.Select(lead => lead.Email));
        Assert.Single(_bed.Memory!.Rows(TableNames.Ranks));
    }

    [Fact]
    public async Task Handle_VersionThatMakesNoLink_TakesTheLinkAway()
    {
        var form = Form("f", 0, "ann");
        await _bed.CaptureAsync(View("a", -1), form.Queued());

        await _bed.CaptureAsync(View("f", 0) with { ReceivedAt = form.ReceivedAt.AddMinutes(-1) });

        Assert.Empty((await _bed.Get<IVisitorStore>().GetFactsAsync(Visitor, default)).Links);
        Assert.Empty((await StateAsync()).Links);
        Assert.Null(await _bed.Get<LeadQueries>().GetAsync(Lead("ann"), null, default));
        Assert.Empty((await _bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads);
    }

    [Fact]
    public async Task Handle_VisitToday_MarksNoDay()
    {
        await HandleAsync(View("a", 0));

        Assert.Empty(await _bed.Get<IRollupDays>().ListDirtyAsync(default));
    }

    [Fact]
    public async Task Handle_PageOfAVisitOfYesterday_MarksTheDayOnlyForTheVisit()
    {
        await HandleAsync(View("a", -24 * 60));
        Assert.Equal([Today.AddDays(-1)], (await _bed.Get<IRollupDays>().ListDirtyAsync(default)).Select(mark => mark.Day));
        _bed.Calls.Reset();

        await HandleAsync(View("b", (-24 * 60) + 1));

        Assert.Equal(0, _bed.Calls.Count(TableNames.Rollups));
    }

    [Fact]
    public async Task Handle_NewVisit_WritesMarkAndIndexBeforeTheState()
    {
        var order = new List<string>();
        _bed.Calls.After = call =>
        {
            if (call.Kind == StorageCallKind.Write
                && call.Target is TableNames.Rollups or TableNames.Days or TableNames.Visitors or TableNames.Leads)
            {
                order.Add(call.Target);
            }

            return Task.CompletedTask;
        };

        await HandleAsync(Form("a", -24 * 60, "ann"));

        Assert.Equal([TableNames.Rollups, TableNames.Days, TableNames.Leads, TableNames.Visitors], order);
    }

    [Fact]
    public async Task Handle_VisitMovesAwayWhileAnotherWorkerAddsOne_KeepsTheIndexRow()
    {
        var first = View("a", 0);
        await HandleAsync(first);
        var moved = first with { OccurredAt = At(-2 * 24 * 60), ReceivedAt = first.ReceivedAt.AddMinutes(-1) };
        _bed.Calls.After = async call =>
        {
            if (call.Target == TableNames.Visitors && call.Kind == StorageCallKind.Write)
            {
                _bed.Calls.After = null;
                await HandleAsync(View("b", 5));
            }
        };

        await HandleAsync(moved);

        Assert.Equal(["2026-02-28", "2026-03-02"], (await StateAsync()).Days);
        Assert.Equal([Visitor], await ActiveAsync(Today));
    }

    [Fact]
    public async Task Handle_StateChangesUnderneath_TriesAgainWithBoth()
    {
        await HandleAsync(View("a", 0));
        _bed.Calls.Before = async call =>
        {
            if (call.Target == TableNames.Visitors && call.Kind == StorageCallKind.Write)
            {
                _bed.Calls.Before = null;
                await HandleAsync(View("b", 1));
            }
        };

        await HandleAsync(View("c", 2));

        Assert.Equal(3, Assert.Single((await StateAsync()).Visits).PageViews);
    }

    [Fact]
    public async Task Handle_OneOfSeveralGroupsFails_StoresTheOthersAndPutsItBackAlone()
    {
        FailVisitor("bad");
        var bad = Form("f", 1, "ann", "bad");

        await HandleAsync(View("a", 0), bad.Queued(), View("b", 0, visitor: "other"));

        Assert.NotNull((await StoredAsync("a")).Value);
        Assert.NotNull((await StoredAsync("b", "other")).Value);
        var back = Assert.Single(_bed.Queue.Waiting);
        Assert.Equal(PipelineBed.Message(bad), back);
    }

    [Fact]
    public async Task Handle_TheOnlyGroupFails_Throws()
    {
        FailVisitor("bad");

        await Assert.ThrowsAsync<FaultException>(() => HandleAsync(View("a", 0, visitor: "bad")));

        Assert.Empty(_bed.Queue.Waiting);
    }

    [Fact]
    public async Task Handle_TextThatIsNoMessage_IsKeptAsRejected()
    {
        await _bed.HandleAsync(new WorkMessage(QueueNames.Events, "{ no json"));

        var rejected = Assert.Single(await _bed
            .Get<IRejectedStore>()
            .ListAsync(DateOnly.FromDateTime(_bed.Clock.GetUtcNow().UtcDateTime), null, 10, default));
        Assert.NotEmpty(rejected.Rejected.Reason);
    }

    [Fact]
    public async Task Handle_EventOfAnEmailAlone_IsStoredUnderTheLead()
    {
        var call = Event(EventType.Custom, "webinar", 0, visitor: null) with { Email = Email("ann"), Name = "webinar" };

        await _bed.CaptureAsync(call);
        await _bed.CaptureAsync(call with { OccurredAt = At(3), ReceivedAt = call.ReceivedAt.AddMinutes(1) });

        var stored = Assert.Single((await _bed.Get<ILeadStore>().GetFactsAsync(Lead("ann"), default)).Events);
        Assert.Equal(call with { LeadId = Lead("ann") }, stored);
    }

    private Task HandleAsync(params CapturedEvent[] events) =>
        _bed.HandleAsync(PipelineBed.Message([.. events.Select(captured => captured.Queued())]));

    private async Task<VisitorState> StateAsync() => (await _bed.Get<IVisitorStore>().GetStateAsync(Visitor, default)).Value!;

    private Task<Pipeline.Records.Versioned<CapturedEvent>> StoredAsync(string id, string visitor = Visitor) =>
        _bed.Get<IVisitorStore>().GetEventAsync(visitor, FactKey.Of(id), default);

    private Task<IReadOnlyList<string>> ActiveAsync(DateOnly day) => _bed.Get<IDayIndex>().ListAsync(DayEntryKind.Visit, day, default);

    private string Rows() => string.Join('\n', TableNames.All.SelectMany(name => _bed.Memory!.Rows(name))
        .Select(row => $"{row.RowKey} {row.GetString("Body")}"));

    private void FailVisitor(string visitor) => _bed.Calls.Before = call =>
        call.Detail == $"s|{visitor}" ? throw new FaultException("broken") : Task.CompletedTask;
}
