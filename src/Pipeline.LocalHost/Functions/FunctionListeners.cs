using Microsoft.Extensions.Logging;

namespace Pipeline.LocalHost.Functions;

/// <summary>All queue and timer listeners, and the work that they have started.</summary>
internal sealed class FunctionListeners(InvocationTracker running, ILogger logger) : IDisposable
{
    // After the drain functions are cancelled; what ignores even that is left behind.
    private static readonly TimeSpan AfterCancel = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, IFunctionListener> _listeners = new(StringComparer.OrdinalIgnoreCase);

    public InvocationTracker Running => running;

    public void Add(HostedFunction function, IFunctionListener listener) => _listeners.Add(function.Name, listener);

    public IFunctionListener? Find(string functionName) => _listeners.GetValueOrDefault(functionName);

    public Task StartAsync(CancellationToken stopping) => Task.WhenAll(_listeners.Values.Select(listener => listener.StartAsync(stopping)));

    /// <summary>Waits for what runs, and cancels what runs too long.</summary>
    /// <param name="patience">Passes when the functions shall be cancelled.</param>
    public async Task DrainAsync(CancellationToken patience)
    {
        var drained = WaitForEndAsync();
        try
        {
            await drained.WaitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("{Count} functions still run; cancelling them.", running.Count);
            running.CancelAll();
            await Task.WhenAny(drained, Task.Delay(AfterCancel, TimeProvider.System, CancellationToken.None));
        }
    }

    public void Dispose()
    {
        foreach (var listener in _listeners.Values.OfType<IDisposable>())
        {
            listener.Dispose();
        }

        running.Dispose();
    }

    private async Task WaitForEndAsync()
    {
        await Task.WhenAll(_listeners.Values.Select(listener => listener.WaitForEndAsync()));
        await running.WaitUntilIdleAsync();
    }
}
