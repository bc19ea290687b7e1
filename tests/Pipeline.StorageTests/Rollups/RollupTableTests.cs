using Azure.Data.Tables;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Days;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Records;
using Pipeline.Rollups;
using Pipeline.Storage.Rollups;
using Pipeline.Storage.Shared;
using Pipeline.StorageTests.Shared;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Rollups;

[Collection("azurite")]
public sealed class RollupTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private PipelineBed? _bed;

    private IRollupStore Store => _bed!.Get<IRollupStore>();

    private IRollupDays Days => _bed!.Get<IRollupDays>();

    public async Task InitializeAsync() => _bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("R"));

    public Task DisposeAsync()
    {
        _bed!.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(97)]
    [InlineData(98)]
    [InlineData(99)]
    [InlineData(250)]
    public async Task Replace_ManyRows_ReadBackTheSameAndStaleOnesGo(int rows)
    {
        await Store.ReplaceAsync(RolledUp(Day, 0, rows), [], null, default);
        Assert.Equal(Text(RolledUp(Day, 0, rows)), Text(Assert.Single(await Store.ListAsync(Day, Day, default))));

        await Store.ReplaceAsync(RolledUp(Day, rows - 3, 5), [], (await Store.GetHeadAsync(Day, default))?.ETag, default);

        Assert.Equal(Text(RolledUp(Day, rows - 3, 5)), Text(Assert.Single(await Store.ListAsync(Day, Day, default))));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(250)]
    public async Task Replace_AnotherRunCameBetween_IsRefused(int rows)
    {
        var old = (await Store.GetHeadAsync(Day, default))?.ETag;
        await Store.ReplaceAsync(RolledUp(Day, 0, rows), [], old, default);

        await Assert.ThrowsAsync<StorageConflictException>(() => Store.ReplaceAsync(RolledUp(Day, 0, 1), [], old, default));

        Assert.Equal(rows, Assert.Single(await Store.ListAsync(Day, Day, default)).Rows.Count);
    }

    [Fact]
    public async Task Replace_AnotherRunTakesTheDayHalfWay_IsRefusedAtTheEnd()
    {
        _bed!.Calls.After = async call =>
        {
            if (call.Kind == StorageCallKind.Write)
            {
                _bed.Calls.After = null;
                await Store.ReplaceAsync(RolledUp(Day, 0, 250), [], (await Store.GetHeadAsync(Day, default))?.ETag, default);
            }
        };

        await Assert.ThrowsAsync<StorageConflictException>(() => Store.ReplaceAsync(RolledUp(Day, 100, 250), [], null, default));
    }

    [Fact]
    public async Task Replace_StopsHalfWay_DayCountsAsNeverRolledUpUntilItRunsAgain()
    {
        _bed!.Calls.FailAt(4, afterEffect: true);
        await Assert.ThrowsAsync<FaultException>(() => Store.ReplaceAsync(RolledUp(Day, 0, 250), [], null, default));
        Assert.Empty(await Store.ListAsync(Day, Day, default));

        await Store.ReplaceAsync(RolledUp(Day, 0, 250), [], (await Store.GetHeadAsync(Day, default))?.ETag, default);

        Assert.Equal(250, Assert.Single(await Store.ListAsync(Day, Day, default)).Rows.Count);
    }

    // With its day's row the whole takes 3 MiB at 5,160 characters or so; at 7,200 it would be more than the service's 4 MiB.
    [Theory]
    [InlineData(5_000, 1)]
    [InlineData(5_200, 2)]
    [InlineData(7_200, 2)]
    public async Task Replace_CyrillicNearTheLimit_GoesInTransactionsThatTheServiceTakes(int characters, int transactions)
    {
        using var handler = new ScriptedHandler();
        var service = new TableServiceClient(azurite.ConnectionString, handler.Options());
        var options = new StorageOptions { TablePrefix = azurite.NewTableName("K") };
        await service.CreateTableIfNotExistsAsync(options.TablePrefix + TableNames.Rollups);
        var store = new RollupTable(new GuardedTables(new AzureTables(service, options)));
        var page = new string('Ж', characters);
        var small = RolledUp(Day, 0, 98);
        var written = small with
        {
            Rows = [.. small.Rows.Select(row => row with { Dimensions = row.Dimensions with { LandingPage = page } })],
        };

        await store.ReplaceAsync(written, [], null, default);

        Assert.Equal(transactions, handler.Transactions.Count());
        Assert.All(handler.Transactions, length => Assert.InRange(length, 1, 3 * 1024 * 1024));
        Assert.Equal(Text(written), Text(Assert.Single(await store.ListAsync(Day, Day, default))));
    }

    [Fact]
    public async Task List_DaysOfSeveralMonths_ComeInOrderAndWithinThePeriod()
    {
        foreach (var day in new[] { Day.AddDays(40), Day, Day.AddDays(-40), Day.AddDays(1) })
        {
            await Store.ReplaceAsync(RolledUp(day, 0, 2), [], null, default);
        }

        Assert.Equal(
            [Day.AddDays(-40), Day, Day.AddDays(1)],
            (await Store.ListAsync(Day.AddDays(-40), Day.AddDays(39), default)).Select(day => day.Day));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(DayVisits.MaxVisits)]
    [InlineData(DayVisits.MaxVisits + 1)]
    public async Task Replace_ShortVisits_ReadBackTheSameAndStaleOnesGo(int visits)
    {
        var written = DayVisits.Of(Day, Enumerable.Range(0, visits).Select(Seen));
        await Store.ReplaceAsync(RolledUp(Day, 0, 2) with { Visits = written }, [], null, default);
        Assert.Equal(
            written.SelectMany(part => part.Marks), (await Store.ListVisitsAsync(Day, Day, default)).SelectMany(part => part.Marks));

        var fewer = DayVisits.Of(Day, [Seen(7)]);
        await Store.ReplaceAsync(RolledUp(Day, 0, 2) with { Visits = fewer }, [], (await Store.GetHeadAsync(Day, default))?.ETag, default);

        Assert.Equal(fewer[0].Data, Assert.Single(await Store.ListVisitsAsync(Day.AddDays(-40), Day.AddDays(40), default)).Data);
        Assert.Empty(await Store.ListVisitsAsync(Day.AddDays(1), Day.AddDays(40), default));
    }

    [Fact]
    public async Task ClearDirty_MarkedAgainMeanwhile_Stays()
    {
        await Days.MarkDirtyAsync([Day, Day.AddDays(1)], Start, default);
        var marks = await Days.ListDirtyAsync(default);
        Assert.Equal([Day, Day.AddDays(1)], marks.Select(mark => mark.Day));
        await Days.MarkDirtyAsync([Day], Start.AddMinutes(5), default);

        foreach (var mark in marks)
        {
            await Days.ClearDirtyAsync(mark, default);
            await Days.ClearDirtyAsync(mark, default);
        }

        var left = Assert.Single(await Days.ListDirtyAsync(default));
        Assert.Equal((Day, Start.AddMinutes(5)), (left.Day, left.MarkedAt));
    }

    private static DayVisit Seen(int number) => new($"visitor{number}", new Visit
    {
        Id = $"{number}",
        StartedAt = Start.AddSeconds(number),
        LastAt = Start.AddSeconds(number),
        Source = new VisitSource { Channel = "Direct", Source = "(direct)", Medium = "(none)", RuleId = "direct", RulesVersion = "1" },
    });

    private static RolledUpDay RolledUp(DateOnly day, int first, int rows) => new()
    {
        Day = day,
        At = Start,
        Converted = new Dictionary<ConversionKind, CreditTotal>
        {
            [ConversionKind.Lead] = new(3_000_000, 0),
            [ConversionKind.Customer] = new(1_000_000, -12_345),
        },
        Rows =
        [
            .. Enumerable.Range(first, rows).Select(i => new RollupRow
            {
                Day = day,
                Dimensions = new RollupDimensions("Paid Social", "twitter", "cpc", $"campaign/\\#?' é {i:D4}"),
                Visits = i,
                Credits = new Dictionary<(ConversionKind, string), CreditTotal>
                {
                    [(ConversionKind.Lead, "first")] = new(i + 1, 0),
                    [(ConversionKind.Customer, AttributionModels.PerJourney[^1].Name)] = new(7, long.MaxValue - i),
                },
            }),
        ],
    };

    private static string Text(RolledUpDay day) => $"{day.Day} {day.At:O} "
        + string.Join(' ', day.Converted.Where(item => item.Value != default).OrderBy(item => item.Key)) + "\n"
        + string.Join('\n', day.Rows.OrderBy(row => row.Dimensions.Campaign, StringComparer.Ordinal)
            .Select(row => $"{row.Dimensions} {row.Visits} {string.Join(' ', row.Credits.OrderBy(item => item.Key))}"));
}
