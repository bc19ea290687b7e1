namespace Pipeline.LocalHost.Functions;

/// <summary>Counts what runs outside HTTP, so that a stop can wait for it.</summary>
internal sealed class InvocationTracker : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _count;

    /// <summary>Cancelled when the host gives up waiting at its stop.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    public IDisposable Begin()
    {
        lock (_lock)
        {
            _count++;
        }

        return new Run(this);
    }

    /// <summary>Ends when nothing runs.</summary>
    public Task WaitUntilIdleAsync()
    {
        lock (_lock)
        {
            return _count == 0
                ? Task.CompletedTask
                : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void CancelAll() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();

    private void End()
    {
        lock (_lock)
        {
            if (--_count == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }
    }

    private sealed class Run(InvocationTracker tracker) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                tracker.End();
            }
        }
    }
}
