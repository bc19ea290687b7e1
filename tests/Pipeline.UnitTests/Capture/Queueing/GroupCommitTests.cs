using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Queueing;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Problems;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture.Queueing;

public sealed class GroupCommitTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task CommitAsync_OneRequestAlone_IsOnePutAtOnce()
    {
        using var bed = new CaptureBed();

        Assert.True(await Commit(bed, "a"));

        Assert.Equal(1, bed.Queue.Tries);
        Assert.Equal(["a"], bed.Queue.Events.Select(captured => captured.Id));
        Assert.Equal(0, bed.Clock.PendingTimers);
    }

    [Fact]
    public async Task CommitAsync_NothingCaptured_IsNoPut()
    {
        using var bed = new CaptureBed();
        using var none = EncodedEvents.Rent();

        Assert.True(await bed.Get<GroupCommit>().CommitAsync(none));
        Assert.Equal(0, bed.Queue.Tries);
    }

    [Fact]
    public async Task CommitAsync_WhileAPutIsInFlight_GathersInTheNextMessage()
    {
        using var bed = new CaptureBed();
        var gate = new TaskCompletionSource();
        bed.Queue.OnSend = (_, _) => gate.Task;

        var first = Commit(bed, "first");
        var others = Enumerable.Range(0, 63).Select(i => Commit(bed, $"other {i}")).ToList();
        var before = (bed.Queue.Tries, others.Exists(other => other.IsCompleted));
        gate.SetResult();

        Assert.True(await first);
        Assert.All(await Task.WhenAll(others), Assert.True);
        Assert.Equal((1, false), before);
        Assert.Equal(2, bed.Queue.Tries);
        Assert.Equal(64, bed.Queue.Events.Count);
    }

    [Fact]
    public async Task CommitAsync_AlwaysFailingPut_TellsItsWaitersAndLaterOnesAreUnaffected()
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (message, _) => Encoding.UTF8.GetString(message.Span).Contains("\"bad\"", StringComparison.Ordinal)
            ? throw new IOException("The queue is away.")
            : Task.CompletedTask;

        var bad = Commit(bed, "bad");
        var later = Commit(bed, "later");

        Assert.False(await bed.WhileTimePasses(bad));
        Assert.True(await later);
        Assert.True(await Commit(bed, "last"));
        Assert.Equal(["later", "last"], bed.Queue.Events.Select(captured => captured.Id));
        Assert.Equal(4 + 2, bed.Queue.Tries);
    }

    [Fact]
    public async Task CommitAsync_PutThatFailsTwice_IsRetried()
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (_, _) => bed.Queue.Tries <= 2 ? throw new IOException("Busy.") : Task.CompletedTask;

        Assert.True(await bed.WhileTimePasses(Commit(bed, "a")));
        Assert.Equal(3, bed.Queue.Tries);
        Assert.Single(bed.Queue.Events);
    }

    [Fact]
    public async Task CommitAsync_HangingPut_IsGivenUpWithinTwoSeconds()
    {
        using var bed = new CaptureBed();
        bed.Queue.OnSend = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, bed.Clock, token);

        var commit = Commit(bed, "a");
        bed.Clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        var early = commit.IsCompleted;
        bed.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(await commit);
        Assert.False(early);
    }

    [Fact]
    public async Task CommitAsync_HangingPutBetweenOthers_IsGivenUpAlone()
    {
        using var bed = new CaptureBed();

        // A deadline is used again by the next put, with the system's clock alone.
        var options = Options.Create(new CaptureOptions { PutTimeout = TimeSpan.FromMilliseconds(50) });
        var commit = new GroupCommit(bed.Queue, options, TimeProvider.System, bed.Get<CaptureMetrics>(), NullLogger<GroupCommit>.Instance);
        var before = new[] { await Commit(commit, Event("a", 20)), await Commit(commit, Event("b", 20)) };
        bed.Queue.OnSend = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        var hanging = await Commit(commit, Event("c", 20));
        bed.Queue.OnSend = (_, token) => token.IsCancellationRequested ? Task.FromCanceled(token) : Task.CompletedTask;
        var after = new[] { await Commit(commit, Event("d", 20)), await Commit(commit, Event("e", 20)) };

        Assert.Equal([true, true, false, true, true], [.. before, hanging, .. after]);
    }

    [Fact]
    public async Task CommitAsync_MoreThanOneMessageHolds_FillsSeveralAndAcknowledgesTogether()
    {
        using var bed = new CaptureBed();
        using var events = EncodedEvents.Rent();
        for (var i = 0; i < 300; i++)
        {
            Assert.True(events.TryAdd(Event($"e{i}", i * 7 % 900)));
        }

        Assert.True(await bed.Get<GroupCommit>().CommitAsync(events));

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"e{i}"), bed.Queue.Events.Select(captured => captured.Id));
        Assert.All(bed.Queue.Bodies, body => Assert.InRange(body.Length, 1, EventMessage.MaxBytes));
        Assert.True(bed.Queue.Bodies.Count <= (bed.Queue.Bodies.Sum(body => body.Length) / (EventMessage.MaxBytes - 2_000)) + 1);
    }

    [Fact]
    public async Task CommitAsync_ItemThatFillsAMessage_FitsExactly()
    {
        using var bed = new CaptureBed();
        using var events = EncodedEvents.Rent();
        using var untitled = EncodedEvents.Rent();
        Assert.True(untitled.TryAdd(Event("x", 0)));
        var shortest = untitled.Length;
        Assert.True(events.TryAdd(Event("x", EncodedEvents.MaxItemBytes - shortest)));
        Assert.False(events.TryAdd(Event("x", EncodedEvents.MaxItemBytes - shortest + 1)));
        Assert.True(events.TryAdd(Event("y", 10)));

        Assert.True(await bed.Get<GroupCommit>().CommitAsync(events));

        Assert.Equal(["x", "y"], bed.Queue.Events.Select(captured => captured.Id));
        Assert.InRange(bed.Queue.Bodies.Max(body => body.Length), EventMessage.MaxBytes - 1, EventMessage.MaxBytes);
    }

    [Fact]
    public async Task CommitAsync_TooMuchWaiting_TellsNewRequestsToComeBack()
    {
        using var bed = new CaptureBed(("MaxWaitingBytes", "65536"));
        var gate = new TaskCompletionSource();
        bed.Queue.OnSend = (_, _) => gate.Task;

        var waiting = Enumerable.Range(0, 3).Select(i => Commit(bed, $"w{i}", 20_000)).ToList();
        var refused = await Commit(bed, "refused", 20_000);
        gate.SetResult();

        Assert.False(refused);
        Assert.All(await Task.WhenAll(waiting), Assert.True);
        Assert.True(await Commit(bed, "again", 20_000));
        Assert.DoesNotContain("refused", bed.Queue.Events.Select(captured => captured.Id));
    }

    [Fact]
    public async Task CommitAsync_RejectedInputOfAnyContent_TravelsBesideTheEvents()
    {
        using var bed = new CaptureBed();
        using var events = EncodedEvents.Rent();
        var control = RejectedEvent.Create("/e", [new Problem(Problem.Malformed, "", "Broken.")], new byte[40_000], At);
        events.Add(control);
        events.TryAdd(Event("a", 0));
        events.Add(RejectedEvent.Create("/e", [new Problem(Problem.Missing, "url", "is required")], "x"u8, At));

        Assert.True(await bed.Get<GroupCommit>().CommitAsync(events));

        Assert.Equal(2, bed.Queue.Rejected.Count);
        Assert.True(bed.Queue.Rejected.Single(rejected => rejected.Reason == Problem.Malformed).Truncated);
        Assert.Contains(control.Key, bed.Queue.Rejected.Select(rejected => rejected.Key));
        Assert.Equal("x", bed.Queue.Rejected.Single(rejected => rejected.Reason == Problem.Missing).Payload);
        Assert.All(bed.Queue.Bodies, body => Assert.InRange(body.Length, 1, EventMessage.MaxBytes));
    }

    [Fact]
    public async Task FlushAsync_WithAPendingBatch_EndsWhenItIsStored()
    {
        using var bed = new CaptureBed();
        var gate = new TaskCompletionSource();
        bed.Queue.OnSend = (_, _) => gate.Task;
        _ = Commit(bed, "a");
        _ = Commit(bed, "b");

        var flush = bed.Get<GroupCommit>().FlushAsync(CancellationToken.None);
        var early = flush.IsCompleted;
        gate.SetResult();
        await flush;

        Assert.False(early);
        Assert.Equal(["a", "b"], bed.Queue.Events.Select(captured => captured.Id));
        Assert.True(bed.Get<GroupCommit>().FlushAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task CommitAsync_ManyConcurrentRequestsAndFailingPuts_EveryAcceptedEventIsInOneStoredMessage()
    {
        using var bed = new CaptureBed();
        var sends = 0;
        bed.Queue.OnSend = async (_, _) =>
        {
            var send = Interlocked.Increment(ref sends);
            await Task.Yield();
            if (send % 17 < 4)
            {
                throw new IOException("Busy.");
            }
        };
        var commit = bed.Get<GroupCommit>();
        var clients = Enumerable.Range(0, 40).Select(client => Task.Run(async () =>
        {
            var acknowledged = new List<string>();
            for (var turn = 0; turn < 25; turn++)
            {
                var ids = Enumerable.Range(0, 1 + ((client + turn) % 4)).Select(i => $"{client}/{turn}/{i}").ToList();
                Task<bool> stored;
                using (var events = EncodedEvents.Rent())
                {
                    ids.ForEach(id => events.TryAdd(Event(id, (client * 131) + (turn * 17))));
                    stored = commit.CommitAsync(events);
                }

                if (await stored)
                {
                    acknowledged.AddRange(ids);
                }
            }

            return acknowledged;
        })).ToList();

        var all = await bed.WhileTimePasses(Task.WhenAll(clients));

        var accepted = all.SelectMany(ids => ids).ToList();
        var storedIds = bed.Queue.Events.Select(captured => captured.Id).ToList();
        Assert.NotEmpty(accepted);
        Assert.Equal(storedIds.Count, storedIds.Distinct().Count());
        Assert.Empty(accepted.Except(storedIds));
        Assert.True(bed.Queue.Bodies.Count < accepted.Count / 3, $"{bed.Queue.Bodies.Count} puts for {accepted.Count} events");
        Assert.All(bed.Queue.Bodies, body => Assert.InRange(body.Length, 1, EventMessage.MaxBytes));
    }

    [Fact]
    public async Task TryAdd_OneEvent_AllocatesLittle()
    {
        using var bed = new CaptureBed();
        var captured = Event("a", 300);
        await Commit(bed, captured);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            using var events = EncodedEvents.Rent();
            events.TryAdd(captured);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 512);
    }

    private static Task<bool> Commit(CaptureBed bed, string id, int titleLength = 20) => Commit(bed, Event(id, titleLength));

    private static Task<bool> Commit(CaptureBed bed, CapturedEvent captured) => Commit(bed.Get<GroupCommit>(), captured);

    private static Task<bool> Commit(GroupCommit commit, CapturedEvent captured)
    {
        using var events = EncodedEvents.Rent();
        Assert.True(events.TryAdd(captured));
        return commit.CommitAsync(events);
    }

    private static CapturedEvent Event(string id, int titleLength) =>
        Sample.Event(EventType.PageView, id, At, CaptureBed.Visitor) with { Title = new string('t', titleLength) };
}
