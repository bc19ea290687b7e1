using Pipeline.Leads.Pages;
using Pipeline.Records;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Leads.Pages;

[Collection("azurite")]
public sealed class LeadPageTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PipelineBed? _bed;

    private ILeadPageStore Store => _bed!.Get<ILeadPageStore>();

    public async Task InitializeAsync() => _bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("E"));

    public Task DisposeAsync()
    {
        _bed!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Split_ParentAndChildren_ChangeAtOnceOrNotAtAll()
    {
        var parent = (await Store.WriteAsync(3, [new PageWrite("", "root", null)], default))[0];
        await Store.WriteAsync(15, [new PageWrite("", "other", null)], default);

        await Assert.ThrowsAsync<StorageConflictException>(() => Store.WriteAsync(
            3, [new PageWrite("", null, "W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\""), new PageWrite("0", "left", null)], default));
        Assert.Equal([("", "root")], (await Store.ListAsync(3, default)).Select(page => (page.Prefix, page.Text)));

        var etags = await Store.WriteAsync(
            3, [new PageWrite("", null, parent), new PageWrite("0", "left", null), new PageWrite("1", "right", null)], default);
        var pages = await Store.ListAsync(3, default);
        Assert.Equal([("0", "left"), ("1", "right")], pages.Select(page => (page.Prefix, page.Text)));
        Assert.Equal(etags.Skip(1), pages.Select(page => page.ETag));
        await Store.WriteAsync(3, [new PageWrite("0", "new", pages[0].ETag)], default);
        await Assert.ThrowsAsync<StorageConflictException>(
            () => Store.WriteAsync(3, [new PageWrite("0", "late", pages[0].ETag)], default));

        Assert.Equal(["new", "right", "other"], (await Store.ListAsync(default)).Select(page => page.Text));
        Assert.Empty(await Store.ListAsync(0, default));
    }

    [Fact]
    public async Task Complete_OnceMarked_StaysAndIsNoPage()
    {
        Assert.False(await Store.IsCompleteAsync(default));

        await Store.MarkCompleteAsync(default);
        await Store.MarkCompleteAsync(default);

        Assert.True(await Store.IsCompleteAsync(default));
        Assert.Empty(await Store.ListAsync(default));
    }
}
