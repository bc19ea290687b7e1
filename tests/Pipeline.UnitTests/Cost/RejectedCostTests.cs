using System.Text;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Cost;

/// <summary>What faulty input costs, counted at the storage port: its counter is a row that all workers share.</summary>
public sealed class RejectedCostTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(45)]
    public async Task Message_OfFaultsForTwoReasons_CostsTwoCallsAReason(int faults)
    {
        using var bed = PipelineBed.InMemory();
        var now = bed.Clock.GetUtcNow();
        bed.Calls.Reset();

        await HandleAsync(bed, [.. Faults(Problem.Missing, faults, now), .. Faults(Problem.Malformed, faults, now)]);

        Assert.Equal(4, bed.Calls.Count(TableNames.Rejected));
        Assert.Equal(
            [new RejectedCount(Problem.Malformed, faults, 0), new RejectedCount(Problem.Missing, faults, 0)],
            await bed.Get<IRejectedStore>().CountAsync(DateOnly.FromDateTime(now.UtcDateTime), default));
    }

    [Fact]
    public async Task Message_ThatOnlyCounts_CostsTwoCalls()
    {
        using var bed = PipelineBed.InMemory();
        bed.Calls.Reset();

        await bed.HandleAsync(Message(new EventMessage
        {
            Version = EventMessage.CurrentVersion,
            RejectedTallies = [new RejectedTally { Reason = Problem.Missing, Count = 5_000, ReceivedAt = bed.Clock.GetUtcNow() }],
        }));

        Assert.Equal(2, bed.Calls.Count(TableNames.Rejected));
    }

    private static Task HandleAsync(PipelineBed bed, IReadOnlyList<RejectedEvent> rejected) =>
        bed.HandleAsync(Message(new EventMessage { Version = EventMessage.CurrentVersion, Rejected = rejected }));

    private static WorkMessage Message(EventMessage message) =>
        new(QueueNames.Events, Encoding.UTF8.GetString(EventMessageJson.Write(message)));

    private static IEnumerable<RejectedEvent> Faults(string reason, int count, DateTimeOffset at) => Enumerable.Range(0, count)
        .Select(place => RejectedEvent.Create("/e", [new Problem(reason, "url", "is wrong.")], Encoding.UTF8.GetBytes($"{reason} {place}"), at));
}
