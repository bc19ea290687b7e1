using System.Text.Json;
using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Scoring.Refresh;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads.Aliases;

public sealed class AliasTests : IDisposable
{
    private static readonly ActionNote Note = new("olga", "Married.");

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Alias_TwoKnownAddresses_AreOneLeadUnderTheOldId()
    {
        await _bed.CaptureAsync(View("a", -5), Form("f", 0, "ann").Queued(), Form("g", 5, "anna", "other").Queued());

        var outcome = await AliasAsync("ann", "anna");

        Assert.Equal((AliasStatus.Aliased, Lead("ann"), Lead("anna")), (outcome.Status, outcome.LeadId, outcome.AliasId));
        var detail = (await DetailAsync("ann"))!;
        Assert.Equal(["a", "f", "g"], detail.Journey.SelectMany(entry => entry.Events).Select(entry => entry.Id));
        Assert.Equal(Email("anna"), detail.Lead.Email);
        Assert.Equal((Lead("anna"), Email("anna")), (Assert.Single(detail.Aliases).LeadId, detail.Aliases[0].Email));
        Assert.Equal([Lead("ann")], (await ListAsync()).Select(lead => lead.LeadId));
        Assert.Equal(Lead("ann"), (await DetailAsync("anna"))!.Lead.LeadId);
        Assert.Single(_bed.Memory!.Rows(TableNames.Leads), row => row.RowKey.StartsWith("profile|", StringComparison.Ordinal));
        Assert.Equal([AuditAction.Link, AuditAction.Link, AuditAction.Alias], detail.Audit.Select(line => line.Action));
        Assert.DoesNotContain("@", JsonSerializer.Serialize(detail.Audit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public async Task Alias_OfAMistypedAddress_GivesItsEventsToTheLead_WhichKeepsItsOwn(double known, double mistyped)
    {
        await _bed.CaptureAsync(Form("f", known, "ann").Queued(), Form("g", mistyped, "anm", "other").Queued());

        var outcome = await _bed
            .Get<AliasRequests>()
            .AliasAsync(new AliasChange(Email("ann"), Email("anm"), Note, Mistyped: true), default);
        await _bed.DrainAsync();

        Assert.Equal((AliasStatus.Aliased, Lead("ann")), (outcome.Status, outcome.LeadId));
        var detail = (await DetailAsync("anm"))!;
        Assert.Equal((Lead("ann"), Email("ann")), (detail.Lead.LeadId, detail.Lead.Email));
        Assert.Equal(2, detail.Journey.Sum(entry => entry.Events.Count));
        Assert.True(Assert.Single(detail.Aliases).Mistyped);
        Assert.Equal([Email("ann")], (await ListAsync()).Select(lead => lead.Email));
    }

    [Theory]
    [InlineData(null, true, false)]
    [InlineData("true", true, true)]
    [InlineData("false", true, false)]
    [InlineData("maybe", false, false)]
    public void Change_SaysWhetherTheAddressWasMistyped(string? text, bool isGood, bool isMistyped)
    {
        var problems = new List<Problem>();

        var change = AliasChange.Read(
            name => name switch { "from" => Email("ann"), "to" => Email("anm"), "mistyped" => text, _ => null }, problems);

        Assert.Equal((isGood, isMistyped), (problems.Count == 0, change.Mistyped));
    }

    [Fact]
    public async Task Alias_Undone_GivesBothLeadsBack()
    {
        await _bed.CaptureAsync(View("a", -5), Form("f", 0, "ann").Queued(), Form("g", 5, "anna").Queued(), View("b", 8));
        var before = await TextAsync("ann") + await TextAsync("anna");
        await AliasAsync("ann", "anna");
        Assert.NotEqual(before, await TextAsync("ann") + await TextAsync("anna"));

        var outcome = await UndoAsync("ann", "anna");

        Assert.Equal(AliasStatus.Undone, outcome.Status);
        Assert.Equal(before, await TextAsync("ann") + await TextAsync("anna"));
        Assert.Equal(outcome.At, (await UndoAsync("ann", "anna")).At);
    }

    [Fact]
    public async Task Alias_OfAnAddressThatIsAnotherLeads_LeavesNoTraceInThisOne()
    {
        await _bed.CaptureAsync(
            Form("f", 0, "ann").Queued(), Form("g", 5, "bob", "other").Queued(), Form("h", 6, "anna", "third").Queued());
        await AliasAsync("ann", "anna");
        var before = await TextAsync("bob");

        Assert.Equal(AliasStatus.OtherLead, (await AliasAsync("bob", "anna")).Status);

        Assert.Equal(before, await TextAsync("bob"));
        Assert.DoesNotContain((await DetailAsync("bob"))!.Audit, line => line.Action == AuditAction.Alias);
        await UndoAsync("ann", "anna");
        await AliasAsync("bob", "anna");
        await UndoAsync("bob", "anna");
        await AliasAsync("ann", "anna");
        Assert.Single((await DetailAsync("bob"))!.Audit, line => line.Action == AuditAction.Alias);
    }

    [Fact]
    public async Task Alias_RunThatDiesBeforeItAsked_IsRefreshedTheNightAfter()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 5, "anna", "other").Queued());
        _bed.Calls.Before = call => call.Kind == StorageCallKind.Send ? throw new FaultException("Away.") : Task.CompletedTask;
        await Assert.ThrowsAsync<FaultException>(() => AliasAsync("ann", "anna"));
        _bed.Calls.Before = null;

        _bed.Clock.Advance(TimeSpan.FromHours(2));
        await _bed.NightAsync();

        Assert.Equal([Lead("ann")], (await ListAsync()).Select(lead => lead.LeadId));
    }

    [Fact]
    public async Task Alias_OnASharedDevice_CountsDifferentLeadsAfterAliases()
    {
        await _bed.CaptureAsync(
            View("home", -5),
            Form("1", 0, "ann").Queued(),
            Form("2", 20, "bob").Queued(),
            Form("3", 40, "bobby").Queued(),
            View("later", 45));
        Assert.DoesNotContain("later", await OwnedAsync("bob"));

        await AliasAsync("bob", "bobby");
        Assert.Equal(["2", "3", "later"], await OwnedAsync("bob"));
        Assert.Equal(["home", "1"], await OwnedAsync("ann"));

        await UndoAsync("bob", "bobby");
        Assert.Equal(["2"], await OwnedAsync("bob"));
    }

    [Fact]
    public async Task Alias_OfTwoOthersOnTheDevice_RefreshesTheThirdToo()
    {
        await _bed.CaptureAsync(
            Form("2", 0, "bob").Queued(), Form("3", 10, "bobby").Queued(), Form("1", 20, "ann").Queued(), View("later", 25, "/pricing"));
        Assert.Equal(["1"], await OwnedAsync("ann"));

        await AliasAsync("bob", "bobby");

        Assert.Equal(["1", "later"], await OwnedAsync("ann"));
        Assert.Equal(At(25), (await _bed.Get<ILeadStore>().GetProfileAsync(Lead("ann"), default)).Value!.LastActivityAt);
    }

    [Fact]
    public async Task Alias_EventsThatComeLater_CountForTheLeadThatStays()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued());
        await AliasAsync("ann", "anna");

        await _bed.CaptureAsync(
            Event(EventType.Custom, "w", 5, visitor: null) with { Email = Email("anna"), Name = "webinar" },
            Form("g", 6, "anna", "phone").Queued());

        Assert.Equal(["f", "g", "w"], (await OwnedAsync("ann")).Order());
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Alias_Chain_BelongsToTheFirst()
    {
        await _bed.CaptureAsync(
            Form("f", 0, "ann").Queued(), Form("g", 5, "anna", "two").Queued(), Form("h", 6, "annie", "three").Queued());

        await AliasAsync("anna", "annie");
        await AliasAsync("ann", "anna");

        Assert.Equal(["f", "g", "h"], await OwnedAsync("ann"));
        Assert.Equal(Lead("ann"), (await DetailAsync("annie"))!.Lead.LeadId);
        Assert.Single(await ListAsync());
        await UndoAsync("ann", "anna");
        Assert.Equal(["g", "h"], await OwnedAsync("anna"));
        Assert.Equal(2, (await ListAsync()).Count);
    }

    [Fact]
    public async Task Alias_SecondParentOrCycle_IsRefusedAndChangesNothing()
    {
        await AliasAsync("ann", "anna");
        await AliasAsync("anna", "annie");

        Assert.Equal(AliasStatus.OtherLead, (await AliasAsync("bob", "anna")).Status);
        Assert.Equal(AliasStatus.Cycle, (await AliasAsync("anna", "ann")).Status);
        Assert.Equal(AliasStatus.Cycle, (await AliasAsync("annie", "ann")).Status);
        Assert.Equal(AliasStatus.NoAlias, (await UndoAsync("bob", "anna")).Status);
        var row = (await _bed.Get<IAliasStore>().GetAsync(Lead("anna"), default)).Value!;
        Assert.Equal((1, 0), (row.Facts.Count, row.Undos.Count));
    }

    [Fact]
    public async Task Alias_ToldAgain_IsOneFact_AndAfterAnUndoASecond()
    {
        var first = await AliasAsync("ann", "anna");
        _bed.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first.At, (await AliasAsync("ann", "anna")).At);
        await UndoAsync("ann", "anna");

        Assert.Equal(AliasStatus.Aliased, (await AliasAsync("ann", "anna")).Status);
        Assert.Equal(2, (await _bed.Get<IAliasStore>().GetAsync(Lead("anna"), default)).Value!.Facts.Count);
    }

    [Fact]
    public async Task Alias_AtAMomentBefore_DoesNotCount()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 5, "anna", "other").Queued());
        var before = _bed.Clock.GetUtcNow();
        _bed.Clock.Advance(TimeSpan.FromMinutes(1));
        await AliasAsync("ann", "anna");

        Assert.Equal(Lead("anna"), (await _bed.Get<LeadQueries>().GetAsync(Lead("anna"), before, default))!.Lead.LeadId);
        var list = (await _bed.Get<LeadQueries>().ListAsync(null, 10, before, default)).Leads;
        Assert.Equal(new[] { Lead("ann"), Lead("anna") }.Order(), list.Select(lead => lead.LeadId).Order());
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Undo_OfALinkOfTheAlias_IsFoundUnderTheLeadThatStays()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 5, "anna", "other").Queued(), View("p", 6, "/", visitor: "other"));
        await AliasAsync("ann", "anna");

        Assert.NotNull(await _bed.Get<LinkUndo>().UndoAsync(Lead("ann"), FactKey.Of("g"), Note, default));
        await _bed.DrainAsync();

        Assert.Equal(["f", "g"], await OwnedAsync("ann"));
    }

    [Fact]
    public async Task Refresh_OfALeadWithoutAliases_CostsNoCallMore()
    {
        await _bed.CaptureAsync(Form("f", 0, "ann").Queued(), Form("g", 10, "bob").Queued());
        _bed.Calls.Reset();

        await _bed.Get<LeadRefresh>().RunAsync(Lead("ann"), rollsUp: false, default);

        Assert.Equal("LeadPages Write 1, Leads Get 1, Leads Query 1, Leads Write 1, Visitors Query 1", _bed.Calls.Summary);
    }

    private async Task<AliasOutcome> AliasAsync(string from, string to)
    {
        var outcome = await _bed.Get<AliasRequests>().AliasAsync(new AliasChange(Email(from), Email(to), Note), default);
        await _bed.DrainAsync();
        return outcome;
    }

    private async Task<AliasOutcome> UndoAsync(string from, string to)
    {
        var outcome = await _bed.Get<AliasRequests>().UndoAsync(new AliasChange(Email(from), Email(to), Note), default);
        await _bed.DrainAsync();
        return outcome;
    }

    private Task<LeadDetail?> DetailAsync(string name) => _bed.Get<LeadQueries>().GetAsync(Lead(name), null, default);

    private async Task<List<string>> OwnedAsync(string name)
    {
        var detail = await DetailAsync(name);
        return [.. detail!.Journey.SelectMany(entry => entry.Events).Concat(detail.OtherEvents).Select(entry => entry.Id)];
    }

    private async Task<IReadOnlyList<LeadSummary>> ListAsync() => (await _bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads;

    private async Task<string> TextAsync(string name)
    {
        var profile = (await _bed.Get<ILeadStore>().GetProfileAsync(Lead(name), default)).Value;
        return JsonSerializer.Serialize((await DetailAsync(name))! with { Audit = [] })
            + JsonSerializer.Serialize(profile is null ? null : profile with { Generation = 0 });
    }
}
