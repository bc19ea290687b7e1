using Pipeline.Attribution;
using Pipeline.Days;
using Pipeline.Identity;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Rollups;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Rollups;

public sealed class RollupHandlerTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task RollUp_AnyWorld_CreditsWhatConvertedAndCountsEveryVisitOnce()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            using var some = PipelineBed.InMemory();
            var world = WorldGenerator.Make(seed);
            some.Clock.AdvanceTo(world.End);
            await some.CaptureAsync([.. world.Kept]);
            some.Clock.Advance(TimeSpan.FromMinutes(16));
            await some.NightAsync();

            var first = some.Get<LocalTime>().DayOf(world.Start).AddDays(-3);
            var days = await some.Get<IRollupStore>().ListAsync(first, some.Get<LocalTime>().DayOf(some.Clock.GetUtcNow()), default);
            var visits = 0;
            foreach (var id in world.VisitorIds)
            {
                visits += (await some.Get<IVisitorStore>().GetStateAsync(id, default)).Value!.Visits.Count(visit => !visit.Automatic);
            }

            Assert.Equal(visits, days.Sum(day => day.Rows.Sum(row => row.Visits)));
            foreach (var day in days)
            {
                foreach (var (kind, converted) in day.Converted)
                {
                    foreach (var model in Pipeline.Attribution.Models.AttributionModels.PerJourney)
                    {
                        Assert.Equal(converted.Micro, day.Rows.Sum(row => row.Credits.GetValueOrDefault((kind, model.Name)).Micro));
                    }
                }
            }
        }
    }

    [Fact]
    public async Task RollUp_Again_ChangesNothing()
    {
        await _bed.CaptureAsync(View("a", 0, "/", "twitter"), Form("f", 1, "ann").Queued());
        await RollUpAsync(Today);
        var rows = Rows();

        await RollUpAsync(Today);

        Assert.Equal(rows, Rows());
    }

    [Fact]
    public async Task RollUp_ADay_ReadsEverythingUnderItOnceAShard()
    {
        await _bed.CaptureAsync(View("a", 0), Form("f", 1, "ann").Queued());
        _bed.Calls.Reset();

        await RollUpAsync(Today);

        Assert.Equal("Days Query 16, Leads Get 1, Rollups Get 3, Rollups Query 3, Rollups Write 4, Visitors Get 1", _bed.Calls.Summary);
    }

    [Fact]
    public async Task RollUp_VisitThatMovedAway_LeavesNoRow()
    {
        var visit = View("a", 0, "/", "twitter");
        await _bed.CaptureAsync(visit);
        await RollUpAsync(Today);
        await _bed.CaptureAsync(visit with { OccurredAt = At(-24 * 60), ReceivedAt = visit.ReceivedAt.AddMinutes(-1) });

        await RollUpAsync(Today);
        await RollUpAsync(Today.AddDays(-1));

        var days = await _bed.Get<IRollupStore>().ListAsync(Today.AddDays(-1), Today, default);
        Assert.Equal([1L, 0L], days.Select(day => day.Rows.Sum(row => row.Visits)));
        Assert.Empty(days[1].Rows);
    }

    [Fact]
    public async Task RollUp_AutomaticVisit_IsCountedApart()
    {
        await _bed.CaptureAsync(View("a", 0) with { Automatic = true });

        await RollUpAsync(Today);

        var row = Assert.Single(Assert.Single(await _bed.Get<IRollupStore>().ListAsync(Today, Today, default)).Rows);
        Assert.Equal((0, 1), (row.Visits, row.AutomaticVisits));
    }

    [Fact]
    public async Task RollUp_VisitInAnOlderRow_IsCountedOnItsDay()
    {
        var events = Enumerable.Range(0, 250).Select(i => View($"p{i:D3}", (i - 250) * 60)).ToArray();
        foreach (var chunk in events.Chunk(60))
        {
            await _bed.CaptureAsync(chunk);
        }

        var localTime = _bed.Get<LocalTime>();
        foreach (var day in events.GroupBy(captured => localTime.DayOf(captured.OccurredAt)))
        {
            await RollUpAsync(day.Key);
            Assert.Equal(
                day.Count(),
                Assert.Single(await _bed.Get<IRollupStore>().ListAsync(day.Key, day.Key, default)).Rows.Sum(row => row.Visits));
        }
    }

    [Fact]
    public async Task RollUp_IndexRowThatNoViewConfirms_IsIgnored()
    {
        await _bed.Get<IDayIndex>().AddAsync(DayEntryKind.Visit, Today, "nobody", default);
        await _bed.Get<IDayIndex>().AddAsync(DayEntryKind.Conversion, Today, Lead("nobody"), default);

        await RollUpAsync(Today);

        var day = Assert.Single(await _bed.Get<IRollupStore>().ListAsync(Today, Today, default));
        Assert.Empty(day.Rows);
        Assert.All(day.Converted.Values, total => Assert.Equal(default, total));
    }

    [Fact]
    public async Task RollUp_FreshMark_StaysUntilItIsSettled()
    {
        await _bed.CaptureAsync(View("a", -24 * 60));

        _bed.Clock.Advance(TimeSpan.FromMinutes(14));
        await RollUpAsync(Today.AddDays(-1));
        Assert.Single(await _bed.Get<IRollupDays>().ListDirtyAsync(default));

        _bed.Clock.Advance(TimeSpan.FromMinutes(1));
        await RollUpAsync(Today.AddDays(-1));
        Assert.Empty(await _bed.Get<IRollupDays>().ListDirtyAsync(default));
    }

    [Fact]
    public async Task RollUp_AnotherRunEndsMeanwhile_DoesNotPutOlderFactsBack()
    {
        await _bed.CaptureAsync(View("a", 0));
        await RollUpAsync(Today);
        _bed.Calls.Before = async call =>
        {
            if (call.Target == TableNames.Rollups && call.Kind == StorageCallKind.Write)
            {
                _bed.Calls.Before = null;
                await _bed.CaptureAsync(View("b", 40));
                await RollUpAsync(Today);
            }
        };

        await RollUpAsync(Today);

        Assert.Equal(2, Assert.Single(await _bed.Get<IRollupStore>().ListAsync(Today, Today, default)).Rows.Sum(row => row.Visits));
    }

    [Fact]
    public async Task Handle_TextThatIsNoMessage_IsKeptAsRejected()
    {
        await _bed.HandleAsync(new WorkMessage(QueueNames.Rollups, """{"version":9,"day":"2026-03-02"}"""));

        Assert.Single(await _bed
            .Get<IRejectedStore>()
            .ListAsync(DateOnly.FromDateTime(_bed.Clock.GetUtcNow().UtcDateTime), null, 10, default));
    }

    [Fact]
    public async Task RollUp_LeadOfTheDay_IsCreditedToItsFirstTouch()
    {
        await _bed.CaptureAsync(View("a", -48 * 60, "/", "twitter"), View("b", 0), Form("f", 1, "ann").Queued());

        await RollUpAsync(Today);

        var day = Assert.Single(await _bed.Get<IRollupStore>().ListAsync(Today, Today, default));
        Assert.Equal(AttributionEngine.MicroPerConversion, day.Converted[ConversionKind.Lead].Micro);
        var first = day.Rows.Single(row => row.Credits.ContainsKey((ConversionKind.Lead, "first")));
        Assert.Equal(("twitter", 0L), (first.Dimensions.Source, first.Visits));
    }

    private Task RollUpAsync(DateOnly day) => _bed.Get<DayRollups>().RollUpAsync(day, default);

    private string Rows() => string.Join('\n', _bed.Memory!.Rows(TableNames.Rollups).Select(row => string.Join(
        ' ', ((IEnumerable<KeyValuePair<string, object?>>)row)
            .Where(item => item.Key is not "odata.etag" and not "Run")
            .OrderBy(item => item.Key))));
}
