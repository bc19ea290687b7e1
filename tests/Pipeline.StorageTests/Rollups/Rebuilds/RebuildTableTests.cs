using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Rollups.Rebuilds;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Rollups.Rebuilds;

[Collection("azurite")]
public sealed class RebuildTableTests(AzuriteFixture azurite)
{
    private static readonly Rebuild Deep = new()
    {
        From = new DateOnly(2025, 3, 1),
        To = new DateOnly(2026, 2, 28),
        StartedAt = Start,
        Deep = true,
        Indexed = 1_000_000_000_000,
    };

    [Fact]
    public async Task Save_InsertAndReplace_AskForTheETag()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("R"));
        var store = bed.Get<IRebuildStore>();
        Assert.Equal(default, await store.GetAsync(default));

        await store.SaveAsync(Deep, null, default);
        var first = await store.GetAsync(default);
        Assert.Equal(Deep, first.Value);
        await Assert.ThrowsAsync<StorageConflictException>(() => store.SaveAsync(Deep, null, default));
        await store.SaveAsync(Deep with { IndexesDone = true }, first.ETag, default);
        await Assert.ThrowsAsync<StorageConflictException>(() => store.SaveAsync(Deep, first.ETag, default));

        Assert.True((await store.GetAsync(default)).Value!.IndexesDone);
    }

    [Fact]
    public async Task List_PagesOfVisitorsAndLeads_NameEachOnceHoweverManyRowsItHas()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("R"));
        var store = bed.Get<IRebuildStore>();
        string[] visitors = ["va", "vaa", "vb", "vc", "vd"];
        foreach (var visitor in visitors)
        {
            await bed.Get<IVisitorStore>().CommitAsync(
                new VisitorChange
                {
                    VisitorId = visitor,
                    NewEvents = [.. Enumerable.Range(0, 3).Select(i => View($"{visitor}{i}", visitor))],
                    State = new VisitorState { VisitorId = visitor },
                    StateETag = null,
                },
                default);
        }

        await bed.Get<ILeadStore>().AddVisitorAsync("l_1", "va", default);
        await bed.Get<ILeadStore>().AddVisitorAsync("l_1", "vb", default);

        foreach (var count in new[] { 1, 2, 5, 6 })
        {
            List<string> walked = [];
            for (var page = await store.ListVisitorsAsync("", count, default); page.Count > 0;
                page = await store.ListVisitorsAsync(walked[^1], count, default))
            {
                Assert.InRange(page.Count, 1, count);
                walked.AddRange(page);
            }

            Assert.Equal(visitors, walked);
        }

        Assert.Equal(["l_1"], await store.ListLeadsAsync("", 10, default));
        Assert.Empty(await store.ListLeadsAsync("l_1", 10, default));
    }
}
