using Microsoft.Azure.Functions.Worker.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Starts the listeners when everything else has started, and lets their work end before the application's own services stop.</summary>
internal sealed class ListenerService(FunctionRuntime runtime, RuntimeSettings settings, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
    : IHostedLifecycleService, IDisposable
{
    // After the drain functions are cancelled; what ignores even that is left behind.
    private static readonly TimeSpan s_afterCancel = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = loggers.CreateLogger("Host.Stop");
    private readonly CancellationTokenSource _deadline = new();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _deadline.CancelAfter(settings.ShutdownTimeout));
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(runtime.Listeners.Values.Select(listener => listener.StartAsync(lifetime.ApplicationStopping)));

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var drained = DrainAsync();
        try
        {
            await drained.WaitAsync(_deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("{Count} functions still run after {Timeout}; cancelling them.", runtime.Running.Count, settings.ShutdownTimeout);
            runtime.Running.CancelAll();
            await Task.WhenAny(drained, Task.Delay(s_afterCancel, TimeProvider.System, CancellationToken.None));
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _deadline.Dispose();

    private async Task DrainAsync()
    {
        await Task.WhenAll(runtime.Listeners.Values.Select(listener => listener.WaitForEndAsync()));
        await runtime.Running.WaitUntilIdleAsync();
    }
}
