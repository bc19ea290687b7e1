using Pipeline.Rollups;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Xunit.Abstractions;

namespace Pipeline.UnitTests.Cost;

/// <summary>
/// What the roll-up of a day costs does not depend on the history; a hundred times the history is a benchmark (<c>-- rollup</c>).
/// </summary>
public sealed class RollupCostTests(ITestOutputHelper output)
{
    // Besides the visitors and leads of the day: its index, its head, what is stored of it, and what is written.
    private const int Fixed = 30;

    [Fact]
    public async Task RollUp_ADay_CostsTheSameAfterTenTimesTheHistory()
    {
        var (first, again) = await CountAsync(length: 1, activity: 1);

        Assert.InRange(first, SeededHistory.Visits, SeededHistory.Visits + SeededHistory.Conversions + Fixed);
        Assert.InRange(again, SeededHistory.Visits, first);
        Assert.Equal((first, again), await CountAsync(length: 10, activity: 1));
    }

    [Fact]
    public async Task RollUp_TenTimesTheActivity_CostsAtMostElevenTimesTheCalls()
    {
        var (once, _) = await CountAsync(length: 1, activity: 1);
        var (tenTimes, _) = await CountAsync(length: 1, activity: 10);

        Assert.InRange(tenTimes, 10 * SeededHistory.Visits, 11 * once);
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(150, 1)]
    [InlineData(250, 2)]
    public async Task RollUp_ADayLongAgo_ReadsAFewRowsOfThoseThatCameEveryDaySince(int age, int rows)
    {
        using var bed = PipelineBed.InMemory();
        var history = await SeededHistory.WriteAsync(bed, length: 10, activity: 1);
        var day = history.Day.AddDays(-age);
        bed.Calls.Reset();

        await bed.Get<DayRollups>().RollUpAsync(day, default);

        var calls = bed.Calls.Total;
        Assert.InRange(calls, SeededHistory.Visits + (rows * 100), SeededHistory.Visits + (rows * 100) + SeededHistory.Conversions + Fixed);
        Assert.Equal(100, Assert.Single(await bed.Get<IRollupStore>().ListAsync(day, day, default)).Rows.Sum(row => row.Visits));
    }

    private async Task<(int First, int Again)> CountAsync(int length, int activity)
    {
        using var bed = PipelineBed.InMemory();
        var history = await SeededHistory.WriteAsync(bed, length, activity);
        bed.Calls.Reset();
        await bed.Get<DayRollups>().RollUpAsync(history.Day, default);
        var first = bed.Calls.Total;
        output.WriteLine($"{length} times the history, {activity} times the activity: {first} calls: {bed.Calls.Summary}");
        bed.Calls.Reset();
        await bed.Get<DayRollups>().RollUpAsync(history.Day, default);
        var day = Assert.Single(await bed.Get<IRollupStore>().ListAsync(history.Day, history.Day, default));
        Assert.Equal(SeededHistory.Visits * activity, day.Rows.Sum(row => row.Visits));
        return (first, bed.Calls.Total - 1);
    }
}
