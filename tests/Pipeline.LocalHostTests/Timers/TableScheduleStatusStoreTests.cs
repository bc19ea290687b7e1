using Pipeline.LocalHost.Timers;
using Pipeline.Testing;

namespace Pipeline.LocalHostTests.Timers;

[Collection("azurite")]
public sealed class TableScheduleStatusStoreTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Find_OfWhatWasSaved_GivesItBack()
    {
        var app = Guid.NewGuid().ToString();
        var store = new TableScheduleStatusStore(azurite.ConnectionString, app);
        var now = new DateTime(2026, 3, 2, 9, 0, 0, 123, DateTimeKind.Utc);
        var fresh = new StoredSchedule("0 0 * * * *", default, now.AddHours(1), now);
        var later = fresh with { Last = now.AddHours(1), Next = now.AddHours(2) };

        Assert.Null(await store.FindAsync("Nightly", CancellationToken.None));
        await store.SaveAsync("Nightly", fresh, CancellationToken.None);
        Assert.Equal(fresh, await store.FindAsync("Nightly", CancellationToken.None));
        await store.SaveAsync("Nightly", later, CancellationToken.None);

        Assert.Equal(later, await new TableScheduleStatusStore(azurite.ConnectionString, app).FindAsync("Nightly", CancellationToken.None));
        Assert.Null(await new TableScheduleStatusStore(azurite.ConnectionString, app + "2").FindAsync("Nightly", CancellationToken.None));
    }
}
