using System.Globalization;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Xunit.Abstractions;

namespace Pipeline.UnitTests.Cost;

/// <summary>What a day costs, counted at the storage port; docs/operations.md shows the figures.</summary>
public sealed class IngestCostTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);
    private static readonly SeededDay World = SeededDay.Generate(20260302, Midnight);

    [Fact]
    public void SeededDay_IsTheDayThatItSaysItIs()
    {
        var visits = World.Day.GroupBy(captured => captured.Id.Split('-')[0]).ToList();
        var known = World.DayBefore.Select(captured => captured.VisitorId).ToHashSet();
        var gaps = visits
            .SelectMany(visit => visit.Zip(visit.Skip(1), (left, right) => (right.OccurredAt - left.OccurredAt).TotalSeconds))
            .ToList();
        var hours = visits.Select(visit => (visit.First().OccurredAt - Midnight).TotalHours).ToList();

        Assert.Equal(
            (SeededDay.Visits, SeededDay.Visitors, SeededDay.Events, SeededDay.Forms, SeededDay.KnownVisits),
            (visits.Count,
                World.Day.Select(captured => captured.VisitorId).Distinct().Count(),
                World.Day.Select(captured => captured.Id).Distinct().Count(),
                World.Day.Count(captured => captured.Type == EventType.Form),
                visits.Count(visit => known.Contains(visit.First().VisitorId))));
        Assert.InRange(gaps.Average(), 38, 42);
        Assert.InRange(hours.Average(), 13.5, 14.5);
        Assert.InRange(Math.Sqrt(hours.Average(hour => Math.Pow(hour - hours.Average(), 2))), 3.5, 4.5);
    }

    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(64, 1.3)]
    public async Task Ingest_ADay_StaysWithinItsCalls(int eventsPerMessage, double most)
    {
        var warm = await RunAsync(eventsPerMessage, keepsStates: true);
        var cold = await RunAsync(eventsPerMessage, keepsStates: false);

        output.WriteLine($"{eventsPerMessage} events a message: {warm}; no state kept: {cold}");
        Assert.InRange(warm.TableCallsPerEvent, 0.5, most);
        Assert.InRange(warm.PutsPerMessage, 0, 1);
        Assert.InRange(cold.TableCallsPerEvent, warm.TableCallsPerEvent, 3);
        Assert.Equal(SeededDay.Events, warm.Stored);
        Assert.Equal(warm.Leads, cold.Leads);
    }

    private static async Task<DayCost> RunAsync(int eventsPerMessage, bool keepsStates)
    {
        using var bed = PipelineBed.InMemory(new ManualClock(Midnight));
        await bed.CaptureAsync([.. World.DayBefore]);
        ForgetAll(bed, World.DayBefore);
        var (puts, messages, refreshes) = (0, 0, 0);
        var (ingest, refresh) = (new SortedDictionary<string, int>(
            StringComparer.Ordinal), new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var events in World.Day.Chunk(eventsPerMessage))
        {
            bed.Clock.AdvanceTo(events[^1].ReceivedAt);
            bed.Calls.Reset();
            await bed.HandleAsync(PipelineBed.Message(events));
            var sent = bed.Queue.Waiting.Count;
            Add(ingest, bed.Calls);
            (puts, messages) = (puts + sent, messages + 1);
            bed.Calls.Reset();
            await bed.DrainAsync();
            Add(refresh, bed.Calls);
            refreshes += sent;
            if (!keepsStates)
            {
                ForgetAll(bed, events);
            }
        }

        var stored = Count(bed, TableNames.Visitors, "e|") - World.DayBefore.Count;
        var leads = Count(bed, TableNames.Leads, "profile|");
        return new DayCost(ingest, (double)puts / messages, refresh, refreshes, stored, leads);
    }

    private static void Add(SortedDictionary<string, int> sums, StorageCalls calls)
    {
        foreach (var target in TableNames.All)
        {
            foreach (var kind in Enum.GetValues<StorageCallKind>())
            {
                var name = $"{target} {kind}";
                sums[name] = sums.GetValueOrDefault(name) + calls.Count(target, kind);
            }
        }
    }

    private static int Count(PipelineBed bed, string table, string prefix) =>
        bed.Memory!.Rows(table).Count(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal));

    private static void ForgetAll(PipelineBed bed, IEnumerable<CapturedEvent> events)
    {
        foreach (var captured in events)
        {
            bed.Get<VisitorStateCache>().Forget(captured.VisitorId!);
        }
    }

    private sealed record DayCost(
        IReadOnlyDictionary<string, int> Ingest,
        double PutsPerMessage,
        IReadOnlyDictionary<string, int> Refresh,
        int RefreshMessages,
        int Stored,
        int Leads)
    {
        public double TableCallsPerEvent => (double)Ingest.Values.Sum() / SeededDay.Events;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{TableCallsPerEvent:0.000} table calls an event ({Text(Ingest)}), {PutsPerMessage:0.000} puts a message, "
                + $"{(double)Refresh.Values.Sum() / RefreshMessages:0.00} table calls a refresh message ({Text(Refresh)})");

        private static string Text(IReadOnlyDictionary<string, int> calls) =>
            string.Join(", ", calls.Where(item => item.Value > 0).Select(item => $"{item.Key} {item.Value}"));
    }
}
