using Pipeline.Events;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Leads.Facts;

[Collection("azurite")]
public sealed class WaitingClickTableTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Put_InsertReplaceAndRemove_AskForTheETag()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("Q"));
        var store = bed.Get<IWaitingClickStore>();
        var click = Click("c1", "l_1");
        var key = FactKey.Of(click.Id);
        await store.PutAsync(click, null, default);
        var first = await store.GetAsync("l_1", key, default);
        Assert.Equal(click, first.Value);

        await Assert.ThrowsAsync<StorageConflictException>(() => store.PutAsync(click, null, default));
        await store.PutAsync(click with { Url = "https://example.org/later" }, first.ETag, default);
        await Assert.ThrowsAsync<StorageConflictException>(() => store.PutAsync(click, first.ETag, default));
        await store.RemoveAsync("l_1", key, first.ETag!, default);
        var second = await store.GetAsync("l_1", key, default);
        Assert.Equal("https://example.org/later", second.Value?.Url);
        await store.RemoveAsync("l_1", key, second.ETag!, default);
        await store.RemoveAsync("l_1", key, second.ETag!, default);

        Assert.Equal(default, await store.GetAsync("l_1", key, default));
    }

    [Fact]
    public async Task List_ClicksOfTwoLeadsBesideRejectedEvents_HasTheLeadsAlone()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("Q"));
        var store = bed.Get<IWaitingClickStore>();
        foreach (var click in new[] { Click("c1", "l_1"), Click("c2", "l_1"), Click("c1", "l_2") })
        {
            await store.PutAsync(click, null, default);
        }

        Assert.Equal(["c1", "c2"], (await store.ListAsync("l_1", default)).Select(click => click.Value!.Id).Order());
        Assert.Equal("l_2", Assert.Single(await store.ListAsync("l_2", default)).Value!.LeadId);
        Assert.Empty(await store.ListAsync("l_3", default));
    }

    private static CapturedEvent Click(string id, string leadId) =>
        View(id, "nobody") with { Type = EventType.Click, VisitorId = null, LeadId = leadId, Name = "spring" };
}
