namespace Pipeline.BrowserTests;

/// <summary>Holds puts of the queue until it is disposed of.</summary>
internal sealed class PutHold : IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Released => _released.Task;

    public void Dispose() => _released.TrySetResult();
}
