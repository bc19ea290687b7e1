using Pipeline.Events;

namespace Pipeline.UnitTests.Events;

public sealed class EventTimesTests
{
    private static readonly DateTimeOffset Received = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Occurred_ClientClockWrong_IsCorrectedByTheServers()
    {
        var sent = Received.AddYears(-3);

        var occurred = EventTimes.Occurred(sent.AddSeconds(-90), sent, Received, clampPast: true, out var mark);

        Assert.Equal(Received.AddSeconds(-90), occurred);
        Assert.Null(mark);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(300_000, null)]
    [InlineData(300_001, EventTimes.InFuture)]
    public void Occurred_AfterReceived_BecomesReceived(int millisecondsLater, string? expectedMark)
    {
        var occurred = EventTimes.Occurred(Received.AddMilliseconds(millisecondsLater), null, Received, clampPast: true, out var mark);

        Assert.Equal(Received, occurred);
        Assert.Equal(expectedMark, mark);
    }

    [Theory]
    [InlineData(604_799_999, null)]
    [InlineData(604_800_000, null)]
    [InlineData(604_800_001, EventTimes.TooOld)]
    public void Occurred_AroundSevenDays_IsClampedOnlyBeyond(int millisecondsEarlier, string? expectedMark)
    {
        var occurred = EventTimes.Occurred(
            Received.AddMilliseconds(-millisecondsEarlier), Received, Received, clampPast: true, out var mark);

        Assert.Equal(Received.AddMilliseconds(-Math.Min(millisecondsEarlier, 604_800_000)), occurred);
        Assert.Equal(expectedMark, mark);
    }

    [Theory]
    [InlineData(1_799_999, null)]
    [InlineData(1_800_000, null)]
    [InlineData(1_800_001, EventTimes.DatedAtReceipt)]
    [InlineData(604_800_001, EventTimes.DatedAtReceipt)]
    public void Claimed_AroundThirtyMinutes_CountsFromItsReceiptOnlyBeyond(int millisecondsEarlier, string? expectedMark)
    {
        var sent = Received.AddYears(1);

        var occurred = EventTimes.Claimed(sent.AddMilliseconds(-millisecondsEarlier), sent, Received, out var mark);

        Assert.Equal(expectedMark is null ? Received.AddMilliseconds(-millisecondsEarlier) : Received, occurred);
        Assert.Equal(expectedMark, mark);
    }

    [Fact]
    public void Claimed_InFuture_IsMarkedAsEveryEvent()
    {
        Assert.Equal(Received, EventTimes.Claimed(Received.AddHours(1), Received, Received, out var mark));
        Assert.Equal(EventTimes.InFuture, mark);
    }

    [Fact]
    public void Occurred_FromAServer_MayBeOfAnyAge()
    {
        var created = Received.AddYears(-5);

        Assert.Equal(created, EventTimes.Occurred(created, null, Received, clampPast: false, out var mark));
        Assert.Null(mark);
    }

    [Fact]
    public void Occurred_ExtremeClocks_StaysBetweenTheEpochAndReceived()
    {
        foreach (var sent in new DateTimeOffset?[] { null, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue })
        {
            foreach (var created in new[] { DateTimeOffset.UnixEpoch, Received, DateTimeOffset.MaxValue })
            {
                Assert.InRange(EventTimes.Occurred(created, sent, Received, clampPast: false, out _), DateTimeOffset.UnixEpoch, Received);
            }
        }
    }
}
