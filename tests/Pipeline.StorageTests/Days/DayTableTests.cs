using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Days;

[Collection("azurite")]
public sealed class DayTableTests(AzuriteFixture azurite)
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public async Task List_EntriesOfThreeKindsAndTwoDays_AreToldApart()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("D"));
        var index = bed.Get<IDayIndex>();
        var visitors = Enumerable.Range(0, 40).Select(i => FactKey.Of($"{i}")).ToList();
        await Task.WhenAll(visitors.Select(id => index.AddAsync(DayEntryKind.Visit, Day, id, default)));
        await index.AddAsync(DayEntryKind.Visit, Day, visitors[0], default);
        await index.AddAsync(DayEntryKind.Visit, Day.AddDays(1), visitors[0], default);
        await index.AddAsync(DayEntryKind.Conversion, Day, "l_1", default);
        await index.AddAsync(DayEntryKind.Due, Day, "l_1", default);

        Assert.Equal(visitors.Order(), (await index.ListAsync(DayEntryKind.Visit, Day, default)).Order());
        Assert.Equal(["l_1"], await index.ListAsync(DayEntryKind.Conversion, Day, default));
        Assert.Equal(["l_1"], await index.ListAsync(DayEntryKind.Due, Day, default));
        await bed
            .Get<IAnonymousViewStore>()
            .AddAsync(Day, [new AnonymousView { Id = "a", OccurredAt = default, Channel = "Direct", Page = "/" }], default);
        var all = await index.ReadAsync(Day, default);
        Assert.Equal(42, all.Entries.Count);
        Assert.Contains(new DayEntry(DayEntryKind.Due, "l_1"), all.Entries);
        Assert.Equal(("Direct", 1L), (Assert.Single(all.AnonymousPageViews).Key, all.AnonymousPageViews["Direct"]));
        Assert.Equal([visitors[0]], await index.ListAsync(DayEntryKind.Visit, Day.AddDays(1), default));
    }

    [Fact]
    public async Task List_PeriodOfSeveralDays_HasItsDaysAloneInOneCallAShard()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("D"));
        var index = bed.Get<IDayIndex>();
        var visitors = Enumerable.Range(0, 20).Select(i => FactKey.Of($"{i}")).ToList();
        foreach (var day in Enumerable.Range(-1, 40).Select(Day.AddDays))
        {
            await Task.WhenAll(visitors.Select(id => index.AddAsync(DayEntryKind.Visit, day, id, default)));
        }

        await index.AddAsync(DayEntryKind.Conversion, Day, "l_1", default);
        bed.Calls.Reset();

        var found = await index.ListAsync(DayEntryKind.Visit, Day, Day.AddDays(35), default);

        Assert.Equal(16, bed.Calls.Total);
        Assert.Equal(
            Enumerable.Range(0, 36)
                .SelectMany(day => visitors, (day, id) => new DatedEntry(Day.AddDays(day), id))
                .OrderBy(item => item.Day)
                .ThenBy(item => item.Id, StringComparer.Ordinal),
            found.OrderBy(item => item.Day).ThenBy(item => item.Id, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sweep_MoreThanATransactionAndSomeThatAreGone_RemovesTheseAlone()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("D"));
        var index = bed.Get<IDayIndex>();
        var ids = Enumerable.Range(0, 300).Select(i => FactKey.Of($"{i}")).ToList();
        await Task.WhenAll(ids.Skip(50).Select(id => index.AddAsync(DayEntryKind.Due, Day, id, default)));
        await index.AddAsync(DayEntryKind.Visit, Day, ids[60], default);
        await index.AddAsync(DayEntryKind.Due, Day.AddDays(1), ids[60], default);

        await index.SweepAsync(DayEntryKind.Due, Day, [.. ids.Take(299)], default);

        Assert.Equal([ids[299]], await index.ListAsync(DayEntryKind.Due, Day, default));
        Assert.Equal([ids[60]], await index.ListAsync(DayEntryKind.Visit, Day, default));
        Assert.Equal([ids[60]], await index.ListAsync(DayEntryKind.Due, Day.AddDays(1), default));
    }

    [Fact]
    public async Task Remove_AddedAgainSince_Stays()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("D"));
        var index = bed.Get<IDayIndex>();
        Assert.Null(await index.GetETagAsync(DayEntryKind.Visit, Day, "v", default));
        await index.AddAsync(DayEntryKind.Visit, Day, "v", default);
        var old = (await index.GetETagAsync(DayEntryKind.Visit, Day, "v", default))!;
        await index.AddAsync(DayEntryKind.Visit, Day, "v", default);

        await index.RemoveAsync(DayEntryKind.Visit, Day, "v", old, default);
        Assert.Equal(["v"], await index.ListAsync(DayEntryKind.Visit, Day, default));

        var now = (await index.GetETagAsync(DayEntryKind.Visit, Day, "v", default))!;
        await index.RemoveAsync(DayEntryKind.Visit, Day, "v", now, default);
        await index.RemoveAsync(DayEntryKind.Visit, Day, "v", now, default);
        Assert.Empty(await index.ListAsync(DayEntryKind.Visit, Day, default));
    }
}
