using Microsoft.Extensions.Hosting;

namespace Pipeline.UnitTests.Capture.Queueing;

public sealed class GroupCommitFlushTests
{
    [Fact]
    public async Task StoppedAsync_WithAnEventInFlight_WaitsUntilItIsStored()
    {
        using var bed = new CaptureBed();
        var gate = new TaskCompletionSource();
        bed.Queue.OnSend = (_, _) => gate.Task;
        var post = bed.PostAsync("""{"visitor":"c","events":[{"id":"e1","type":"click"}]}""");
        var flush = Assert.Single(bed.Services.OfType<IHostedLifecycleService>());

        await flush.StopAsync(CancellationToken.None);
        var stopped = flush.StoppedAsync(CancellationToken.None);
        var early = stopped.IsCompleted;
        gate.SetResult();
        await stopped;

        Assert.False(early);
        Assert.Equal("e1", Assert.Single(bed.Queue.Events).Id);
        Assert.Equal(1, (await post).Answer.Accepted);
    }
}
