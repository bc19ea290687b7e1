using Pipeline.Leads.Shown;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Leads.Shown;

[Collection("azurite")]
public sealed class RankTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PipelineBed? _bed;

    private IRankIndex Ranks => _bed!.Get<IRankIndex>();

    public async Task InitializeAsync() => _bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("K"));

    public Task DisposeAsync()
    {
        _bed!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task List_PagesOfAnyLength_WalkEveryLeadOnceInOrder()
    {
        // Two of one rank: the cursor ends between them.
        (string Rank, string Lead)[] all = [("0010", "l_b"), ("0010", "l_a"), ("0009", "l_c"), ("0100", "l_d"), ("0010", "l_ab")];
        foreach (var (rank, lead) in all)
        {
            await Ranks.AddAsync(rank, lead, default);
            await Ranks.AddAsync(rank, lead, default);
        }

        var sorted = all.Select(item => $"{item.Rank}|{item.Lead}").Order(StringComparer.Ordinal).ToList();
        foreach (var count in Enumerable.Range(1, all.Length + 1))
        {
            List<string> walked = [];
            for (string? after = null; ;)
            {
                var page = await Ranks.ListAsync(after, count, default);
                Assert.InRange(page.Count, 0, count);
                walked.AddRange(page.Select(entry => $"{entry.RankKey}|{entry.LeadId}"));
                if (page.Count == 0)
                {
                    break;
                }

                after = walked[^1];
            }

            Assert.Equal(sorted, walked);
        }
    }

    [Fact]
    public async Task Remove_EntryThatWasWrittenSinceOrIsGone_LeavesItAndDoesNotFail()
    {
        await Ranks.AddAsync("0001", "l_1", default);
        var before = await Ranks.GetETagAsync("0001", "l_1", default);
        await Ranks.AddAsync("0001", "l_1", default);

        await Ranks.RemoveAsync("0001", "l_1", before!, default);
        var now = await Ranks.GetETagAsync("0001", "l_1", default);
        Assert.NotNull(now);
        Assert.NotEqual(before, now);
        Assert.Equal(now, Assert.Single(await Ranks.ListAsync(null, 10, default)).ETag);

        await Ranks.RemoveAsync("0001", "l_1", now, default);
        await Ranks.RemoveAsync("0001", "l_1", now, default);
        Assert.Null(await Ranks.GetETagAsync("0001", "l_1", default));
        Assert.Empty(await Ranks.ListAsync(null, 10, default));
    }
}
