using Pipeline.Leads.Facts;
using Pipeline.Problems;
using Pipeline.Reports;
using Pipeline.Rollups;
using Pipeline.Rollups.Rebuilds;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Rollups.Rebuilds;

public sealed class RebuildTests : IDisposable
{
    private static readonly DateOnly Yesterday = new(2026, 3, 1);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Rebuild_Days_TellsItsProgress()
    {
        await _bed.CaptureAsync(View("a", -24 * 60));
        var started = await StartAsync(deep: false);
        Assert.Equal((2, 0, true, false), (started.Days, started.DaysDone, started.IndexesDone, started.Done));

        await _bed.HandleAsync(_bed.Queue.Take()!);
        Assert.Equal(1, (await _bed.Get<RebuildHandler>().ProgressAsync(default))!.DaysDone);
        await _bed.DrainAsync();

        Assert.Equal((2, true), await _bed.Get<RebuildHandler>().ProgressAsync(default) is { } done ? (done.DaysDone, done.Done) : default);
        Assert.Equal(1, (await _bed.Get<IRollupStore>().ListAsync(Yesterday, Yesterday, default))[0].Rows.Sum(row => row.Visits));
    }

    [Fact]
    public async Task Rebuild_MessagesLost_TheNextNightDoesTheDays()
    {
        await _bed.CaptureAsync(View("a", -24 * 60));
        await StartAsync(deep: false);
        while (_bed.Queue.Take() is not null)
        {
        }

        await _bed.NightAsync();

        Assert.True((await _bed.Get<RebuildHandler>().ProgressAsync(default))!.Done);
    }

    [Fact]
    public async Task Progress_NoRebuild_IsNone() => Assert.Null(await _bed.Get<RebuildHandler>().ProgressAsync(default));

    [Fact]
    public async Task Rebuild_DeepAfterEveryIndexIsLost_GivesTheSameAnswers()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var world = WorldGenerator.Make(seed);
            using var some = PipelineBed.InMemory();
            var expected = await WorldRun.InOrderAsync(world, some, isShort: true);

            // A deep rebuild asks for the refresh of every lead; an event dated after its arrival is then no longer in the future.
            await RefreshRequests.SendAsync(some.Queue, world.LeadIds, default);
            await some.DrainAsync();
            var from = some.Get<LocalTime>().DayOf(world.Start).AddDays(-3);
            var answers = await some.DumpAnswersAsync(world.LeadIds, from, null);
            foreach (var table in new[] { TableNames.Days, TableNames.Ranks, TableNames.LeadPages })
            {
                foreach (var row in some.Memory!.Rows(table).Where(row => !row.RowKey.StartsWith("p|", StringComparison.Ordinal)))
                {
                    await some.Memory[table].WriteAsync([RowWrite.Remove(row.PartitionKey, row.RowKey)], default);
                }
            }

            var query = ReportQuery.Read(
                name => name == "from" ? LocalTime.Text(from) : null, some.Clock.GetUtcNow(), some.Get<LocalTime>(), []);
            await some.Get<RebuildHandler>().StartAsync(query.From, query.To, deep: true, default);
            await some.DrainAsync();

            Assert.True((await some.Get<RebuildHandler>().ProgressAsync(default))!.Done);
            var difference = WorldRun.Difference(answers, await some.DumpAnswersAsync(world.LeadIds, from, null));
            Assert.True(difference is null, $"World {seed}: {difference}");
            Assert.NotEmpty(expected.State);
        }
    }

    [Fact]
    public async Task Rebuild_DeepAfterVisitorStatesAreLost_GivesTheSameAnswers()
    {
        for (var seed = 20; seed < 32; seed++)
        {
            var world = WorldGenerator.Make(seed);
            using var some = PipelineBed.InMemory();
            await WorldRun.InOrderAsync(world, some, isShort: true);
            await RefreshRequests.SendAsync(some.Queue, world.LeadIds, default);
            await some.DrainAsync();
            var from = some.Get<LocalTime>().DayOf(world.Start).AddDays(-3);
            var answers = await some.DumpAnswersAsync(world.LeadIds, from, null);
            var states = some.Memory!.Rows(TableNames.Visitors)
                .Where(row => row.RowKey.StartsWith("s|", StringComparison.Ordinal))
                .ToList();
            foreach (var row in states)
            {
                await some.Memory[TableNames.Visitors].WriteAsync([RowWrite.Remove(row.PartitionKey, row.RowKey)], default);
            }

            var query = ReportQuery.Read(
                name => name == "from" ? LocalTime.Text(from) : null, some.Clock.GetUtcNow(), some.Get<LocalTime>(), []);
            await some.Get<RebuildHandler>().StartAsync(query.From, query.To, deep: true, default);
            await some.DrainAsync();

            var rebuilt = some.Memory.Rows(TableNames.Visitors).Count(row => row.RowKey.StartsWith("s|", StringComparison.Ordinal));
            Assert.InRange(rebuilt, 1, states.Count);
            var difference = WorldRun.Difference(answers, await some.DumpAnswersAsync(world.LeadIds, from, null));
            Assert.True(difference is null, $"World {seed}: {difference}");
        }
    }

    [Fact]
    public async Task Rebuild_DeepWhenNothingIsLost_WritesNoState()
    {
        await _bed.CaptureAsync(View("a", -24 * 60), Form("f", 1, "ann").Queued(), View("b", 300, visitor: "vother"));
        var before = _bed.Memory!.Rows(TableNames.Visitors).ToDictionary(row => row.RowKey, row => row.ETag);

        await StartAsync(deep: true);
        await _bed.DrainAsync();

        Assert.Equal(before, _bed.Memory!.Rows(TableNames.Visitors).ToDictionary(row => row.RowKey, row => row.ETag));
    }

    [Theory]
    [InlineData("1", true, 0)]
    [InlineData("true", true, 0)]
    [InlineData("", false, 0)]
    [InlineData("0", false, 0)]
    [InlineData("yes", false, 1)]
    public void ReadDeep_Text_IsYesNoOrAProblem(string text, bool isDeep, int problems)
    {
        var found = new List<Problem>();

        Assert.Equal(isDeep, RebuildHandler.ReadDeep(text, found));
        Assert.Equal(problems, found.Count);
    }

    private Task<RebuildProgress> StartAsync(bool deep)
    {
        var query = ReportQuery.Read(
            name => name == "from" ? LocalTime.Text(Yesterday) : null, _bed.Clock.GetUtcNow(), _bed.Get<LocalTime>(), []);
        return _bed.Get<RebuildHandler>().StartAsync(query.From, Yesterday.AddDays(10), deep, default);
    }
}
