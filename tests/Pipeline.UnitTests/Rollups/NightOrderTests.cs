using Pipeline.Records;
using Pipeline.Rollups;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Rollups;

/// <summary>Nights in any order, twice, with a crash between two storage calls; days on which the clock changes.</summary>
public sealed class NightOrderTests
{
    [Fact]
    public async Task Nights_AnyOrderTwiceWithACrash_ChangeNothing() => await Parallel.ForAsync(0, 40, async (seed, _) =>
    {
        var world = WorldGenerator.Make(seed);
        using var bed = PipelineBed.InMemory();
        await WorldRun.InOrderAsync(world, bed, isShort: true);
        var expected = Rows(bed);
        var random = new Random(seed);
        var first = bed.Get<LocalTime>().DayOf(world.Start).AddDays(-3);
        var stored = await bed.Get<IRollupStore>().ListAsync(first, bed.Get<LocalTime>().DayOf(bed.Clock.GetUtcNow()), default);
        var days = stored.Select(day => day.Day).ToArray();
        for (var round = 0; round < 2; round++)
        {
            random.Shuffle(days);
            bed.Calls.CrashAt(random.Next(1, days.Length * 30), random.Next(2) == 0);
            foreach (var day in days)
            {
                await bed.SurviveAsync(new WorkMessage(QueueNames.Rollups, RollupMessage.Write(day)));
            }

            await bed.DrainAsync(random);
        }

        Assert.Equal(expected, Rows(bed));
    });

    [Theory]
    [InlineData("2026-03-29", "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z")]
    [InlineData("2026-10-25", "2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z")]
    public async Task RollUp_DayOnWhichTheClockChanges_HoldsItsOwnMidnights(string text, params string[] moments)
    {
        using var bed = PipelineBed.InMemory();
        var day = LocalTime.Parse(text);
        bed.Clock.AdvanceTo(bed.Get<LocalTime>().NextMidnight(day).AddHours(2));
        foreach (var (moment, place) in moments.Select(
            (moment, place) => (DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), place)))
        {
            await bed.CaptureAsync(View(
                $"v{place}", 0, visitor: $"visitor{place}") with
            { OccurredAt = moment, ReceivedAt = moment.AddSeconds(1) });
        }

        foreach (var other in new[] { day.AddDays(-1), day, day.AddDays(1) })
        {
            await bed.Get<DayRollups>().RollUpAsync(other, default);
        }

        var days = await bed.Get<IRollupStore>().ListAsync(day.AddDays(-1), day.AddDays(1), default);
        Assert.Equal([1L, 2L, 1L], days.Select(one => one.Rows.Sum(row => row.Visits)));
    }

    // When it ran, how often and what that found is a log; everything else must be the same.
    private static string Rows(PipelineBed bed) => string.Join('\n', bed.Memory!.Rows(TableNames.Rollups)
        .Where(row => row.PartitionKey != "dirty")
        .Select(row => row.RowKey + string.Join(' ', ((IEnumerable<KeyValuePair<string, object?>>)row)
            .Where(item => item.Key is not ("odata.etag" or "Timestamp" or "Run" or "RolledUpAt" or "First" or "RestatedAt"))
            .OrderBy(item => item.Key, StringComparer.Ordinal))));
}
