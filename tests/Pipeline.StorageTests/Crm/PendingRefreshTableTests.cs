using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Crm;

[Collection("azurite")]
public sealed class PendingRefreshTableTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Put_AgainAndRemove_ListHasWhatStillWaits()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("P"));
        var store = bed.Get<IPendingRefreshStore>();
        Assert.Empty(await store.ListAsync(default));

        await store.PutAsync(Pending("a", "l_1"), default);
        await store.PutAsync(Pending("b", "l_2"), default);
        await store.PutAsync(Pending("a", "l_1", "l_3"), default);
        var waiting = await store.ListAsync(default);

        Assert.Equal(["a", "b"], waiting.Select(pending => pending.Id));
        Assert.Equal(["l_1", "l_3"], waiting[0].LeadIds);
        Assert.Equal((Start, "o_1"), (waiting[0].At, Assert.Single(waiting[0].OpportunityKeys)));
        await store.RemoveAsync("a", default);
        await store.RemoveAsync("a", default);
        Assert.Equal("b", Assert.Single(await store.ListAsync(default)).Id);
    }

    [Fact]
    public async Task Put_AsManyLeadsAsAnUploadHas_ComeBack()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("P"));
        var leads = Enumerable.Range(0, 5000).Select(i => $"l_{i:D25}").ToArray();

        await bed.Get<IPendingRefreshStore>().PutAsync(Pending("large", leads), default);

        Assert.Equal(leads, Assert.Single(await bed.Get<IPendingRefreshStore>().ListAsync(default)).LeadIds);
    }

    private static PendingRefresh Pending(string id, params string[] leads) =>
        new() { Id = id, At = Start, LeadIds = leads, OpportunityKeys = ["o_1"] };
}
