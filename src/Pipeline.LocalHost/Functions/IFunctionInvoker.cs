using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Functions;

/// <summary>Has the worker run functions that no request waits for.</summary>
internal interface IFunctionInvoker
{
    /// <summary>Runs a function, waiting for a worker that is being started again.</summary>
    /// <param name="input">What its trigger's parameter gets.</param>
    /// <param name="metadata">What else is known of the trigger, by name.</param>
    /// <param name="cancellationToken">Asks the function to give up; it may still end well.</param>
    /// <exception cref="Worker.InvocationFailedException">The function failed; the message is the function's.</exception>
    /// <exception cref="Worker.WorkerLostException">The worker died meanwhile.</exception>
    Task InvokeAsync(
        HostedFunction function, TypedData input, IReadOnlyDictionary<string, TypedData> metadata, CancellationToken cancellationToken);
}
