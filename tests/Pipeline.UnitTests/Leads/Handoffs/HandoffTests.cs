using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Handoffs;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads.Handoffs;

public sealed class HandoffTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public HandoffTests() => _bed.Handoffs.Answer = _ => true;

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Handoff_LeadThatBecomesMql_IsToldOnceAsNew()
    {
        await _bed.CaptureAsync(View("p", -5, "/pricing", "twitter"), Demo("f", 0));
        await _bed.CaptureAsync(View("q", 5));

        var told = Assert.Single(_bed.Handoffs.Told);
        Assert.Equal(($"{Lead("ann")}|1", EntryLabel.New, 1, At(0)), (told.Id, told.Label, told.Entry, told.EnteredAt));
        Assert.Equal(Email("ann"), told.Lead.Email);
        Assert.Equal(told.Lead.Score, told.Ledger.Sum(line => line.Points));
        Assert.Equal(["p", "f"], told.Journey.SelectMany(entry => entry.Events).Select(entry => entry.Id));
        var handoff = Assert.Single((await DetailAsync()).Handoffs);
        Assert.Equal((HandoffState.Delivered, _bed.Clock.GetUtcNow(), null), (handoff.State, handoff.ClosedAt, handoff.Note));
    }

    [Fact]
    public async Task Handoff_RecycledLeadThatComesBack_IsToldAsReopened()
    {
        await _bed.CaptureAsync(Demo("f", 0));
        _bed.Clock.Advance(TimeSpan.FromDays(60));
        await _bed.NightAsync();
        Assert.Equal(StageNames.Recycled, (await DetailAsync()).Lead.Stage);
        var again = TimeSpan.FromDays(60).TotalMinutes + 30;

        await _bed.CaptureAsync(Demo("g", again), View("h", again + 1));
        await _bed.CaptureAsync(View("i", again + 2));

        Assert.Equal([(1, EntryLabel.New), (2, EntryLabel.Reopened)], _bed.Handoffs.Told.Select(told => (told.Entry, told.Label)));
        Assert.Equal([HandoffState.Delivered, HandoffState.Delivered], (await DetailAsync()).Handoffs.Select(handoff => handoff.State));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public async Task Handoff_CrashAtAnyCall_IsToldAndDelivered(bool afterEffect, int entry)
    {
        // An MQL of half a year ago has cooled down since, and is no news.
        CapturedEvent[] before = entry == 1 ? [View("p", -5)] : [Demo("old", -180 * 24 * 60), View("p", -5)];
        await _bed.CaptureAsync(before);
        _bed.Calls.Reset();
        await _bed.CaptureAsync(Demo("f", 0));
        var calls = _bed.Calls.Total;
        Assert.InRange(calls, 8, 60);

        for (var crash = 1; crash <= calls; crash++)
        {
            using var other = PipelineBed.InMemory();
            other.Handoffs.Answer = _ => true;
            await other.CaptureAsync(before);
            Assert.Empty(other.Handoffs.Told);
            other.Calls.CrashAt(crash, afterEffect);
            other.Queue.Put(PipelineBed.Message(Demo("f", 0)));
            await other.DrainAsync();

            Assert.All(other.Handoffs.Told, told => Assert.Equal($"{Lead("ann")}|{entry}", told.Id));
            Assert.InRange(other.Handoffs.Told.Count, 1, 2);
            var row = (await other.Get<ILeadStore>().GetHandoffAsync(Lead("ann"), entry, default)).Value!;
            Assert.Equal((HandoffState.Delivered, entry == 1 ? EntryLabel.New : EntryLabel.Reopened), (row.State, row.Label));
        }
    }

    [Fact]
    public async Task Handoff_NobodyToTell_StaysListedAndCostsNothing()
    {
        _bed.Handoffs.Answer = null;
        await _bed.CaptureAsync(Demo("f", 0));
        await _bed.CaptureAsync(View("q", 5));

        Assert.Equal(0, _bed.Calls.Count(QueueNames.Handoffs));
        var handoff = Assert.Single((await DetailAsync()).Handoffs);
        Assert.Equal((HandoffState.Pending, "not configured"), (handoff.State, handoff.Note));

        _bed.Handoffs.Answer = _ => true;
        await _bed.CaptureAsync(View("r", 6));
        Assert.Single(_bed.Handoffs.Told);
    }

    [Fact]
    public async Task Handoff_EntryThatLateFactsTakeAway_IsSupersededWhilePending()
    {
        _bed.Handoffs.Answer = null;
        await _bed.CaptureAsync(Demo("f", 0));

        await _bed.CaptureAsync(Unsubscribe("u", -10));
        Assert.Equal(HandoffState.Superseded, Assert.Single((await DetailAsync()).Handoffs).State);

        await _bed.CaptureAsync(View("p1", 2, "/pricing"), View("p2", 3, "/demo"), View("p3", 4, "/customers"),
            Event(EventType.Custom, "t", 5) with { Name = "trial_started" });
        Assert.Equal(HandoffState.Pending, Assert.Single((await DetailAsync()).Handoffs).State);
    }

    [Fact]
    public async Task Handoff_OfADisownedFill_IsWithdrawnOnceAndTheNextEntryTakesTheNextNumber()
    {
        await _bed.CaptureAsync(Demo("f", 0));
        await DisownAsync("f", undo: false);

        var told = Assert.Single(_bed.Handoffs.Withdrawn);
        Assert.Equal(
            ($"{Lead("ann")}|1|withdrawn", $"{Lead("ann")}|1", "handoff.withdrawn", 1, At(0)),
            (told.Id, told.Handoff, told.Type, told.Entry, told.EnteredAt));
        var row = (await _bed.Get<ILeadStore>().GetHandoffAsync(Lead("ann"), 1, default)).Value!;
        Assert.Equal((HandoffState.Withdrawn, _bed.Clock.GetUtcNow()), (row.State, row.ClosedAt));

        await _bed.CaptureAsync(Demo("g", 30));
        await _bed.CaptureAsync(View("h", 31));

        Assert.Single(_bed.Handoffs.Withdrawn);
        Assert.Equal([(1, EntryLabel.New), (2, EntryLabel.New)], _bed.Handoffs.Told.Select(told => (told.Entry, told.Label)));
        Assert.Equal(
            [HandoffState.Withdrawn, HandoffState.Delivered], (await DetailAsync()).Handoffs.Select(handoff => handoff.State));
    }

    [Fact]
    public async Task Handoff_ThatNobodyGotYet_IsSupersededByADisown()
    {
        _bed.Handoffs.Answer = null;
        await _bed.CaptureAsync(Demo("f", 0), Form("g", 20, "ann").Queued());

        await DisownAsync("f", undo: false);

        Assert.Equal(HandoffState.Superseded, Assert.Single((await DetailAsync()).Handoffs).State);
        _bed.Handoffs.Answer = _ => true;
        await DisownAsync("f", undo: true);

        Assert.Equal(HandoffState.Delivered, Assert.Single((await DetailAsync()).Handoffs).State);
        Assert.Empty(_bed.Handoffs.Withdrawn);
    }

    private async Task DisownAsync(string id, bool undo)
    {
        var change = new DisownChange(id, null, undo, new ActionNote("olga", "not her"));
        _bed.Clock.Advance(TimeSpan.FromTicks(1));
        await _bed.Get<DisownRequests>().RunAsync(Lead("ann"), change, default);
        await _bed.DrainAsync();
    }

    [Fact]
    public async Task Handoff_EntryThatLateFactsTakeAway_StaysOnceDelivered()
    {
        await _bed.CaptureAsync(Demo("f", 0));

        await _bed.CaptureAsync(Unsubscribe("u", -10));

        Assert.NotEqual(StageNames.Mql, (await DetailAsync()).Lead.Stage);
        Assert.Equal(HandoffState.Delivered, Assert.Single((await DetailAsync()).Handoffs).State);
    }

    [Fact]
    public async Task Handoff_EntryThatIsGoneWhenItsMessageComes_IsNotTold()
    {
        _bed.Handoffs.Answer = null;
        await _bed.CaptureAsync(Demo("f", 0));
        await _bed.HandleAsync(PipelineBed.Message(Unsubscribe("u", -10)));
        _bed.Handoffs.Answer = _ => true;
        var row = (await _bed.Get<ILeadStore>().GetHandoffAsync(Lead("ann"), 1, default)).Value!;

        await _bed.HandleAsync(new WorkMessage(QueueNames.Handoffs, HandoffMessage.Write(row)));
        await _bed.DrainAsync();

        Assert.Empty(_bed.Handoffs.Told);
        Assert.Equal(HandoffState.Superseded, Assert.Single((await DetailAsync()).Handoffs).State);
    }

    [Fact]
    public async Task Handoff_ReceiverThatFails_ThrowsAndStaysPending()
    {
        _bed.Handoffs.Answer = _ => throw new HandoffFailedException("503");
        await _bed.HandleAsync(PipelineBed.Message(Demo("f", 0)));
        await _bed.HandleAsync(_bed.Queue.Take()!);
        var message = _bed.Queue.Take(queue: QueueNames.Handoffs)!;

        await Assert.ThrowsAsync<HandoffFailedException>(() => _bed.HandleAsync(message));
        Assert.Equal(HandoffState.Pending, Assert.Single((await DetailAsync()).Handoffs).State);

        _bed.Handoffs.Answer = _ => true;
        await _bed.HandleAsync(message);
        Assert.Equal(HandoffState.Delivered, Assert.Single((await DetailAsync()).Handoffs).State);
    }

    [Fact]
    public async Task Handoff_ReceiverThatWantsNoMore_IsRefusedForGood()
    {
        _bed.Handoffs.Answer = _ => false;
        await _bed.CaptureAsync(Demo("f", 0));
        await _bed.CaptureAsync(View("q", 5));

        Assert.Single(_bed.Handoffs.Told);
        Assert.Equal(HandoffState.Refused, Assert.Single((await DetailAsync()).Handoffs).State);
    }

    [Fact]
    public async Task Message_ThatCannotBeRead_IsRejected()
    {
        await _bed.HandleAsync(new WorkMessage(QueueNames.Handoffs, "{"));

        Assert.NotEmpty(_bed.Memory!.Rows(TableNames.Rejected));
        Assert.Empty(_bed.Handoffs.Told);
    }

    private static CapturedEvent Demo(string id, double minutes) => Form(id, minutes, "ann").Queued() with { Form = "demo" };

    private static CapturedEvent Unsubscribe(string id, double minutes) =>
        Event(EventType.Custom, id, minutes, visitor: null) with { Email = Email("ann"), Name = "unsubscribe" };

    private async Task<LeadDetail> DetailAsync() => (await _bed.Get<LeadQueries>().GetAsync(Lead("ann"), null, default))!;
}
