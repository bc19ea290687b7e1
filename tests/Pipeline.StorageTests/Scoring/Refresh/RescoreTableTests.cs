using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Scoring.Refresh;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Scoring.Refresh;

[Collection("azurite")]
public sealed class RescoreTableTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public async Task Save_Job_ReadsBackAndIsRefusedUnderAnOldETag()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("S"));
        var store = bed.Get<IRescoreStore>();
        Assert.Null((await store.GetAsync(default)).Value);
        var job = new RescoreJob
        {
            Version = 1,
            Job = "scoring|3",
            From = Now,
            StartedAt = Now,
            UpdatedAt = Now,
            Leads = 250,
            Done = 100,
            NextStep = 1,
            Cursor = "0000000000000001|l_a",
        };

        await store.SaveAsync(job, null, default);
        var read = await store.GetAsync(default);
        await store.SaveAsync(job with { Done = 250, FinishedAt = Now, Cursor = null }, read.ETag, default);

        Assert.Equal(job, read.Value);
        await Assert.ThrowsAsync<StorageConflictException>(() => store.SaveAsync(job, read.ETag, default));
        await Assert.ThrowsAsync<StorageConflictException>(() => store.SaveAsync(job, null, default));
        Assert.Equal((250, Now), ((await store.GetAsync(default)).Value!.Done, (await store.GetAsync(default)).Value!.FinishedAt));
    }
}
