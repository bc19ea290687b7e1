using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Rollups;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Days;

[Collection("azurite")]
public sealed class AnonymousViewTableTests(AzuriteFixture azurite)
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public async Task CountAsync_ViewsAddedTwice_CountsEachOnceByChannel()
    {
        await using var bed = await BedAsync();
        var store = bed.Get<IAnonymousViewStore>();
        AnonymousView[] views = [.. Enumerable.Range(0, 300).Select(i => View($"v{i}", i % 3 == 0 ? "Direct" : "Organic Search"))];

        await store.AddAsync(Day, views, default);
        await store.AddAsync(Day, [.. views.Reverse()], default);
        await store.AddAsync(Day.AddDays(1), views[..1], default);

        var counts = await store.CountAsync(Day, default);
        Assert.Equal((2, 100, 200), (counts.Count, counts["Direct"], counts["Organic Search"]));
        Assert.Equal(1, (await store.CountAsync(Day.AddDays(1), default))["Direct"]);
        Assert.Empty(await store.CountAsync(Day.AddDays(2), default));
    }

    [Fact]
    public async Task AddAsync_SameIdOnAnotherPageOrChannel_CountsApartInAnyOrder()
    {
        await using var bed = await BedAsync();
        var store = bed.Get<IAnonymousViewStore>();

        await store.AddAsync(
            Day, [View("v", "Direct"), View("v", "SMS"), View("v", "Direct") with { Page = "https://www.example.org/b" }], default);
        await store.AddAsync(Day, [View("v", "Direct")], default);

        var counts = await store.CountAsync(Day, default);
        Assert.Equal((2, 1), (counts["Direct"], counts["SMS"]));
    }

    [Fact]
    public async Task Rollup_DayWithAnonymousViews_ReadsBack()
    {
        await using var bed = await BedAsync();
        await bed.Get<IAnonymousViewStore>().AddAsync(Day, [View("a", "Direct"), View("b", "Direct")], default);

        await bed.Get<DayRollups>().RollUpAsync(Day, default);
        await bed.Get<DayRollups>().RollUpAsync(Day.AddDays(1), default);

        var days = await bed.Get<IRollupStore>().ListAsync(Day, Day.AddDays(1), default);
        Assert.Equal(2, Assert.Single(days[0].AnonymousPageViews).Value);
        Assert.Empty(days[1].AnonymousPageViews);
    }

    private static AnonymousView View(string id, string channel) => new()
    {
        Id = id,
        Channel = channel,
        Page = "https://www.example.org/",
        OccurredAt = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
    };

    private Task<PipelineBed> BedAsync() => PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("a"));
}
