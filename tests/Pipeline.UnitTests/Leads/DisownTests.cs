using System.Text.Json;
using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

public sealed class DisownTests : IDisposable
{
    private const string Stranger = "ssssssssssssssssssssssssss";
    private static readonly ActionNote Note = new("olga", "Ann says it was not her.");

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    // Ann on her own browser, and a stranger who types her address: visits, fields, points and all.
    private static CapturedEvent[] Genuine =>
    [
        View("home", -10, "/", "twitter"),
        Form("f", 0, "ann").Queued() with { Fields = Fields("company", "Acme") },
        View("p", 5, "/pricing"),
    ];

    private static CapturedEvent[] Forged =>
    [
        View("x", -40, "/pricing", "google", Stranger),
        Form("g", 10, "ann", Stranger).Queued() with { Form = "demo", Fields = Fields("company", "Invented") },
        View("y", 12, "/pricing", visitor: Stranger),
    ];

    [Theory]
    [InlineData("g", null)]
    [InlineData(null, Stranger)]
    public async Task Disown_AStrangersClaim_GivesTheLeadWhatItWouldBeWithoutIt(string? eventId, string? visitor)
    {
        using var without = PipelineBed.InMemory();
        await without.CaptureAsync(Genuine);
        await _bed.CaptureAsync([.. Genuine, .. Forged]);
        var before = await TextAsync(_bed, "ann");
        Assert.NotEqual(await TextAsync(without, "ann"), before);

        var entry = await RunAsync(eventId, visitor);

        Assert.Equal((eventId, eventId is null ? visitor : Stranger, false), (entry!.Event, entry.Visitor, entry.Undone));
        Assert.Equal(await TextAsync(without, "ann"), await TextAsync(_bed, "ann"));
        Assert.Equal(await ListAsync(without), await ListAsync(_bed));

        await RunAsync(eventId, visitor, undo: true);

        Assert.Equal(before, await TextAsync(_bed, "ann"));
    }

    [Fact]
    public async Task Disown_Visitor_AlsoTakesBackWhatItClaimsLater()
    {
        using var without = PipelineBed.InMemory();
        await without.CaptureAsync(Genuine);
        await _bed.CaptureAsync([.. Genuine, .. Forged]);
        await RunAsync(null, Stranger);

        await _bed.CaptureAsync(Identify("h", 20, "ann").Queued() with { VisitorId = Stranger }, View("z", 21, visitor: Stranger));

        Assert.Equal(await TextAsync(without, "ann"), await TextAsync(_bed, "ann"));
    }

    [Fact]
    public async Task Disown_AFillBetweenTwoLeads_GivesTheVisitorsEventsToTheOther()
    {
        CapturedEvent[] events = [View("home", -10), Form("f", 0, "ann").Queued(), View("p", 20, "/pricing")];
        using var without = PipelineBed.InMemory();
        await without.CaptureAsync(events);
        await _bed.CaptureAsync([.. events, Form("g", 10, "bob").Queued()]);

        await RunAsync("g", null, "bob");
        await _bed.CaptureAsync(View("q", 40, "/demo"));
        await without.CaptureAsync(View("q", 40, "/demo"));

        Assert.Equal(await TextAsync(without, "ann"), await TextAsync(_bed, "ann"));
    }

    [Fact]
    public async Task Disown_AllThatIsKnown_LeavesTheListsAndStillAnswers()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());

        await RunAsync("f", null);

        Assert.Equal("[]", await ListAsync(_bed));
        Assert.Null(await _bed.Get<LeadQueries>().GetAsync(Lead("ann"), null, default));
        Assert.Null((await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value);
        var rest = (await _bed.Get<LeadQueries>().GetDisownedAsync(Lead("ann"), null, default))!;
        Assert.Equal([AuditAction.Link, AuditAction.Disown], rest.Audit.Select(line => line.Action).Order());
        Assert.Equal(("f", "olga"), (Assert.Single(rest.Disowned).Event, rest.Disowned[0].Actor));
        Assert.Null(await _bed.Get<LeadQueries>().GetDisownedAsync(Lead("bob"), null, default));

        Assert.NotNull(await RunAsync("f", null, undo: true));

        Assert.NotEqual("[]", await ListAsync(_bed));
        Assert.Null(await _bed.Get<LeadQueries>().GetDisownedAsync(Lead("ann"), null, default));
    }

    [Fact]
    public async Task Disown_AFillWithoutVisitor_TakesItBack()
    {
        await _bed.CaptureAsync([.. Genuine, Form("g", 10, "ann", null).Queued() with { Form = "demo" }]);
        using var without = PipelineBed.InMemory();
        await without.CaptureAsync(Genuine);

        Assert.Null((await RunAsync("g", null))!.Visitor);

        Assert.Equal(await TextAsync(without, "ann"), await TextAsync(_bed, "ann"));
    }

    [Fact]
    public async Task Disown_Again_ChangesNothingAndTellsWhatStands()
    {
        await _bed.CaptureAsync([.. Genuine, .. Forged]);
        var first = await RunAsync("g", null);
        _bed.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first, await RunAsync("g", null));
        var undone = await RunAsync("g", null, undo: true);
        Assert.True(undone!.Undone);
        Assert.Equal(undone, await RunAsync("g", null, undo: true));
        Assert.False((await RunAsync("g", null))!.Undone);
        Assert.Equal(
            [AuditAction.Disown, AuditAction.DisownUndo, AuditAction.Disown],
            (await DetailAsync(_bed, "ann"))!.Audit.Select(line => line.Action)
                .Where(action => action is AuditAction.Disown or AuditAction.DisownUndo));
    }

    [Theory]
    [InlineData("g", null, "bob")]
    [InlineData("x", null, "ann")]
    [InlineData("unknown", null, "ann")]
    [InlineData(null, Stranger, "nobody")]
    public async Task Disown_WhatDoesNotNameTheLead_IsNotFound(string? eventId, string? visitor, string name)
    {
        await _bed.CaptureAsync([.. Genuine, .. Forged, Form("b", 3, "bob", "bbbbbbbbbbbbbbbbbbbbbbbbbb").Queued()]);

        Assert.Null(await RunAsync(eventId, visitor, name));
        Assert.Null(await RunAsync(eventId, visitor, name, undo: true));
    }

    [Fact]
    public async Task Disown_AsOfBefore_IsAsItWas()
    {
        await _bed.CaptureAsync([.. Genuine, .. Forged]);
        var at = _bed.Clock.GetUtcNow();
        var before = await AsOfAsync();
        _bed.Clock.Advance(TimeSpan.FromMinutes(1));

        await RunAsync("g", null);

        Assert.Equal(before, await AsOfAsync());

        async Task<string> AsOfAsync() => JsonSerializer.Serialize(
            (await _bed.Get<LeadQueries>().GetAsync(Lead("ann"), at, default))! with { Audit = [], Handoffs = [] });
    }

    [Fact]
    public async Task Disown_CrashAtAnyCall_EndsInTheSameState()
    {
        string? expected = null;
        for (var crash = 0; crash <= 9; crash++)
        {
            using var other = PipelineBed.InMemory();
            await other.CaptureAsync([.. Genuine, .. Forged]);
            if (crash > 0)
            {
                other.Calls.CrashAt(crash, afterEffect: crash % 2 == 0);
            }

            try
            {
                await RunAsync("g", null, bed: other);
            }
            catch (CrashException)
            {
                other.Calls.Revive();
                await RunAsync("g", null, bed: other);
            }

            var text = await TextAsync(other, "ann");
            Assert.Equal(expected ??= text, text);
        }
    }

    [Theory]
    [InlineData(null, null, "olga", "why", "event")]
    [InlineData("g", Stranger, "olga", "why", "event")]
    [InlineData("g", null, null, null, "actor reason")]
    [InlineData(null, "short", "olga", "why", "visitor")]
    [InlineData("g", null, "olga", "why", "")]
    public void Change_Request_NamesEveryFault(string? eventId, string? visitor, string? actor, string? reason, string faults)
    {
        var problems = new List<Problem>();

        DisownChange.Read(
            name => name switch
            {
                "event" => eventId,
                "visitor" => visitor,
                "actor" => actor,
                _ => reason,
            },
            undo: false,
            problems);

        Assert.Equal(faults, string.Join(' ', problems.Select(problem => problem.Field)));
    }

    private static SortedDictionary<string, string> Fields(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private async Task<DisownEntry?> RunAsync(
        string? eventId, string? visitor, string name = "ann", bool undo = false, PipelineBed? bed = null)
    {
        (bed ?? _bed).Clock.Advance(TimeSpan.FromTicks(1));
        var entry = await (bed ?? _bed).Get<DisownRequests>()
            .RunAsync(Lead(name), new DisownChange(eventId, visitor, undo, Note), default);
        await (bed ?? _bed).DrainAsync();
        return entry;
    }

    private static Task<LeadDetail?> DetailAsync(PipelineBed bed, string name) =>
        bed.Get<LeadQueries>().GetAsync(Lead(name), null, default);

    // What the lead is, but for what was done to it.
    private static async Task<string> TextAsync(PipelineBed bed, string name) => await DetailAsync(bed, name) is { } lead
        ? JsonSerializer.Serialize(lead with { Audit = [], Disowned = [], Handoffs = [], At = default })
        : "-";

    private static async Task<string> ListAsync(PipelineBed bed) =>
        JsonSerializer.Serialize((await bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads);
}
