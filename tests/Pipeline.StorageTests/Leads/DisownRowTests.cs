using Pipeline.Events.Disowns;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Leads;

[Collection("azurite")]
public sealed class DisownRowTests(AzuriteFixture azurite)
{
    private static readonly ActionNote Note = new("olga", "not her");

    [Fact]
    public async Task PutDisown_RowOfALead_ReadsBackAndAsksForTheETag()
    {
        using var bed = await BedAsync();
        var store = bed.Get<ILeadStore>();
        var disown = new Disown { LeadId = "l_1", EventId = "f", Decisions = [new DisownDecision(Start, false, "olga", "not her")] };

        await store.PutDisownAsync(disown, null, default);
        await Assert.ThrowsAsync<StorageConflictException>(() => store.PutDisownAsync(disown, null, default));

        var stored = await store.GetDisownAsync("l_1", disown.Key, default);
        Assert.Equal(("l_1", "f", null), (stored.Value!.LeadId, stored.Value.EventId, stored.Value.VisitorId));
        Assert.Equal(disown.Decisions, stored.Value.Decisions);
        Assert.Equal(disown.Key, Assert.Single((await store.GetFactsAsync("l_1", default)).Disowns).Key);
        Assert.NotNull(await bed.Get<ITables>()[TableNames.Leads].GetAsync("l_1", $"n|{disown.Key}", default));
    }

    [Fact]
    public async Task Disown_AFillOfAVisitor_IsARowOfBothAndTakesTheLeadAway()
    {
        using var bed = await BedAsync();
        await bed.CaptureAsync(View("p", "v1", -1), Form("f", "v1", "ann@example.org"));
        var lead = PipelineBed.LeadIds.Of("ann@example.org");

        await bed.Get<DisownRequests>().RunAsync(lead, new DisownChange("f", null, false, Note), default);
        await bed.DrainAsync();

        var facts = await bed.Get<IVisitorStore>().GetFactsAsync("v1", default);
        Assert.Equal(2, facts.Events.Count);
        Assert.Equal("f", Assert.Single(facts.Disowns).EventId);
        Assert.True((await bed.Get<IVisitorStore>().GetStateAsync("v1", default)).Value!.Disowned);
        Assert.Null((await bed.Get<ILeadStore>().GetProfileAsync(lead, default)).Value);
        Assert.NotNull(await bed.Get<LeadQueries>().GetDisownedAsync(lead, null, default));

        bed.Clock.Advance(TimeSpan.FromSeconds(1));
        await bed.Get<DisownRequests>().RunAsync(lead, new DisownChange("f", null, true, Note), default);
        await bed.DrainAsync();

        Assert.NotNull((await bed.Get<ILeadStore>().GetProfileAsync(lead, default)).Value);
    }

    private Task<PipelineBed> BedAsync() => PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("n"));
}
