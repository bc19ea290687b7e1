using Microsoft.Extensions.Hosting;
using Pipeline.Capture.Intake;

namespace Pipeline.Capture.Queueing;

// Waits, when every server has stopped taking requests, until what was gathered is stored.
internal sealed class GroupCommitFlush(GroupCommit commit, Rejections rejections) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _ = rejections.FlushAsync();
        return commit.FlushAsync(cancellationToken);
    }
}
