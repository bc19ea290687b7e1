using System.Threading.Channels;
using Pipeline.LocalHost.Timers;

namespace Pipeline.LocalHostTests.Timers;

/// <summary>Keeps one status and lets a test wait for the next one.</summary>
internal sealed class MemoryScheduleStore(StoredSchedule? status = null) : IScheduleStatusStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<StoredSchedule> _saved = Channel.CreateUnbounded<StoredSchedule>();
    private StoredSchedule? _status = status;

    public Task<StoredSchedule?> FindAsync(string functionName, CancellationToken cancellationToken) => Task.FromResult(_status);

    public Task SaveAsync(string functionName, StoredSchedule status, CancellationToken cancellationToken)
    {
        _status = status;
        _saved.Writer.TryWrite(status);
        return Task.CompletedTask;
    }

    public async Task<StoredSchedule> NextSavedAsync() => await _saved.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
