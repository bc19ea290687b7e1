using System.Text.Json;
using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

public sealed class LinkUndoTests : IDisposable
{
    private static readonly ActionNote Note = new("olga", "Wrong person.");

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Undo_OfAnIdentify_GivesBothLeadsWhatTheyWouldHaveWithoutIt()
    {
        CapturedEvent[] events = [View("home", -10), Form("f", 0, "ann").Queued(), View("p", 20, "/pricing"), View("q", 50, "/demo")];
        var wrong = Identify("i", 10, "bob").Queued();
        var webinar = Event(EventType.Custom, "w", 5, visitor: null) with { Email = Email("bob"), Name = "webinar" };
        using var without = PipelineBed.InMemory();
        await without.CaptureAsync([.. events, webinar]);
        await _bed.CaptureAsync([.. events, webinar, wrong]);
        Assert.NotEqual(await TextAsync(without, "ann"), await TextAsync(_bed, "ann"));

        var undo = await UndoAsync("bob", "i");
        await _bed.DrainAsync();

        Assert.NotNull(undo);
        Assert.Equal(await TextAsync(without, "ann"), await TextAsync(_bed, "ann"));
        Assert.Equal(await TextAsync(without, "bob"), await TextAsync(_bed, "bob"));
    }

    [Fact]
    public async Task Undo_OfAFormFill_LeavesTheFillToItsLeadAndTheRestToTheOneBefore()
    {
        CapturedEvent[] events = [View("home", -10), Form("f", 0, "ann").Queued(), View("p", 20, "/pricing"), View("q", 40, "/demo")];
        using var without = PipelineBed.InMemory();
        await without.CaptureAsync(events);
        await _bed.CaptureAsync([.. events, Form("g", 10, "bob").Queued()]);

        await UndoAsync("bob", "g");
        await _bed.DrainAsync();

        Assert.Equal(await TextAsync(without, "ann"), await TextAsync(_bed, "ann"));
        var bob = (await DetailAsync(_bed, "bob"))!;
        Assert.Equal(["g"], bob.Journey.SelectMany(entry => entry.Events).Select(entry => entry.Id));
        Assert.Single(bob.Journey);
    }

    [Fact]
    public async Task Undo_BeforeItsLink_Counts()
    {
        await _bed.Get<UndoHandler>().HandleAsync(
            new UndoFact { LinkKey = FactKey.Of("g"), VisitorId = Visitor, At = At(-30) }, default);

        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 10, "bob").Queued(), View("p", 20));

        Assert.Equal(2, (await DetailAsync(_bed, "ann"))!.Journey.Sum(entry => entry.Events.Count));
    }

    [Fact]
    public async Task Undo_Again_ChangesNothingAndRefreshesAgain()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 10, "bob").Queued());
        var first = await UndoAsync("bob", "g");
        await _bed.DrainAsync();
        _bed.Clock.Advance(TimeSpan.FromHours(1));

        var second = await UndoAsync("bob", "g");

        Assert.Equal(first, second);
        Assert.Equal(QueueNames.Scores, Assert.Single(_bed.Queue.Waiting).Queue);
        Assert.Single(_bed.Memory!.Rows(TableNames.Visitors), row => row.RowKey.StartsWith("u|", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ann", "g")]
    [InlineData("bob", "f")]
    [InlineData("bob", "nothing")]
    [InlineData("nobody", "g")]
    public async Task Undo_LinkThatDoesNotNameTheLead_IsNotFound(string name, string eventId)
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 10, "bob").Queued());

        Assert.Null(await UndoAsync(name, eventId));
        Assert.Empty(_bed.Queue.Waiting);
    }

    [Theory]
    [InlineData("x' or 1 eq 1", "g")]
    [InlineData("", "")]
    public async Task Undo_MadeUpIds_AreNotFoundWithoutACall(string leadId, string linkId)
    {
        Assert.Null(await _bed.Get<LinkUndo>().UndoAsync(leadId, linkId, Note, default));
        Assert.Equal(0, _bed.Calls.Total);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    public async Task Undo_AnyNumberOfEvents_CostsTheSame(int events)
    {
        await _bed.CaptureAsync([Form("f", 0, "ann").Queued(), .. Enumerable.Range(0, events).Select(i => View($"p{i}", 1 + (i * 0.01)))]);
        _bed.Calls.Reset();

        await _bed.Get<UndoHandler>().HandleAsync(new UndoFact { LinkKey = FactKey.Of("f"), VisitorId = Visitor, At = At(30) }, default);

        Assert.Equal("Inputs Write 2, Visitors Get 3, Visitors Write 1, scores Send 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task Undo_CrashAtAnyCall_EndsInTheSameState()
    {
        string? expected = null;
        for (var crash = 0; crash == 0 || crash <= 6; crash++)
        {
            using var other = PipelineBed.InMemory();
            await other.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 10, "bob").Queued(), View("p", 20));
            if (crash > 0)
            {
                other.Calls.CrashAt(crash, afterEffect: crash % 2 == 0);
            }

            try
            {
                await UndoAsync("bob", "g", other);
            }
            catch (CrashException)
            {
                other.Calls.Revive();
                await UndoAsync("bob", "g", other);
            }

            await other.DrainAsync();
            var text = await TextAsync(other, "ann") + await TextAsync(other, "bob");
            Assert.Equal(expected ??= text, text);
        }
    }

    [Fact]
    public async Task Audit_LinkAndUndo_TellWhoWhenAndWhy()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 10, "bob").Queued());
        await UndoAsync("bob", "g");

        var bob = (await DetailAsync(_bed, "bob"))!;

        Assert.Equal(
            [(AuditAction.Link, null, null, "form"), (AuditAction.Undo, "olga", "Wrong person.", "api")],
            bob.Audit.Select(line => (line.Action, line.Actor, line.Reason, line.Source)));
        Assert.All(bob.Audit, line => Assert.Equal((FactKey.Of("g"), Visitor), (line.Subject, line.VisitorId)));
        Assert.Equal(_bed.Clock.GetUtcNow(), Assert.Single(bob.Links).UndoneAt);
        Assert.DoesNotContain("@", JsonSerializer.Serialize(bob.Audit), StringComparison.Ordinal);
        Assert.Equal([AuditAction.Link], (await DetailAsync(_bed, "bob", At(30)))!.Audit.Select(line => line.Action));
    }

    private static Task<LeadDetail?> DetailAsync(PipelineBed bed, string name, DateTimeOffset? at = null) =>
        bed.Get<LeadQueries>().GetAsync(Lead(name), at, default);

    private static async Task<string> TextAsync(PipelineBed bed, string name)
    {
        var detail = await DetailAsync(bed, name);
        var profile = (await bed.Get<ILeadStore>().GetProfileAsync(Lead(name), default)).Value;
        var list = (await bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads.Single(lead => lead.LeadId == Lead(name));
        return JsonSerializer.Serialize(detail! with { Links = [], Audit = [] })
            + JsonSerializer.Serialize(profile is null ? null : profile with { Generation = 0 })
            + JsonSerializer.Serialize(list);
    }

    private Task<UndoFact?> UndoAsync(string name, string eventId, PipelineBed? other = null) =>
        (other ?? _bed).Get<LinkUndo>().UndoAsync(Lead(name), FactKey.Of(eventId), Note, default);
}
