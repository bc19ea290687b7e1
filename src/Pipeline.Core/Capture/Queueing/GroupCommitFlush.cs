using Microsoft.Extensions.Hosting;

namespace Pipeline.Capture.Queueing;

// Waits at the end of the process until what was gathered is stored.
internal sealed class GroupCommitFlush(GroupCommit commit) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => commit.FlushAsync(cancellationToken);
}
