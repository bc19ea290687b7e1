using Pipeline.Records;

namespace Pipeline.UnitTests.Rejected;

internal sealed class FakeWorkQueue : IWorkQueue
{
    public List<(string Queue, string Message)> Sent { get; } = [];

    public Task SendAsync(string queue, string message, CancellationToken cancellationToken)
    {
        Sent.Add((queue, message));
        return Task.CompletedTask;
    }

    public TimeSpan LastDelay { get; private set; }

    public Task SendAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        LastDelay = delay;
        return SendAsync(queue, message, cancellationToken);
    }
}
