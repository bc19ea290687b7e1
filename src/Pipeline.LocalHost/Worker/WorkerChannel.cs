using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Worker;

/// <summary>The conversation with one worker, from its first message to the end of its connection.</summary>
internal sealed class WorkerChannel(string workerId, string folder, WorkerLog log, ILogger logger)
{
    // The protocol has no version of its own; workers only look for whether this is a v4 host.
    private const string HostVersion = "4.0.0.0";
    private const string RouteParametersCapability = "RequiresRouteParameters";
    private static readonly TimeSpan TerminateGrace = TimeSpan.FromSeconds(5);

    private readonly Channel<StreamingMessage> _outgoing =
        Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<FunctionLoadResponse>> _loads = new();
    private readonly Dictionary<string, string> _functionIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskCompletionSource _connected = NewSource();
    private readonly TaskCompletionSource<WorkerInitResponse> _initialised = NewSource<WorkerInitResponse>();
    private readonly TaskCompletionSource<FunctionMetadataResponse> _metadata = NewSource<FunctionMetadataResponse>();
    private readonly TaskCompletionSource _closed = NewSource();

    public string WorkerId => workerId;

    /// <summary>Where the worker answers requests; <see langword="null"/> if it serves none.</summary>
    public Uri? HttpAddress { get; private set; }

    /// <summary>Whether route values are expected with an HTTP invocation.</summary>
    public bool WantsRouteValues { get; private set; }

    /// <summary>Ends when no more will come from the worker.</summary>
    public Task Closed => _closed.Task;

    /// <summary>What the worker says of its functions.</summary>
    public IReadOnlyList<RpcFunctionMetadata> Functions { get; private set; } = [];

    /// <summary>
    /// Introduces host and worker to each other and loads all functions. One that cannot be loaded is logged and missing.
    /// </summary>
    /// <exception cref="WorkerLostException">The worker ended meanwhile.</exception>
    /// <exception cref="InvocationFailedException">The worker refused.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(_connected.Task, cancellationToken);
        var init = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = folder, FunctionAppDirectory = folder };
        init.Capabilities.Add("V2Compatable", "true");
        Send(new StreamingMessage { WorkerInitRequest = init });
        var initialised = await WaitAsync(_initialised.Task, cancellationToken);
        ThrowIfFailed(initialised.Result, "The worker refused to start");
        HttpAddress = initialised.Capabilities.TryGetValue("HttpUri", out var address) ? new Uri(address) : null;
        WantsRouteValues = initialised.Capabilities.ContainsKey(RouteParametersCapability);

        Send(new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = folder } });
        var metadata = await WaitAsync(_metadata.Task, cancellationToken);
        ThrowIfFailed(metadata.Result, "The worker could not tell its functions");
        var loaded = await Task.WhenAll(metadata.FunctionMetadataResults.Select(function => LoadAsync(function, cancellationToken)));
        Functions = [.. loaded.OfType<RpcFunctionMetadata>()];
    }

    /// <summary>Whether the worker could load a function.</summary>
    public bool Has(HostedFunction function) => _functionIds.ContainsKey(function.Name);

    /// <summary>Runs a function.</summary>
    /// <param name="invocationId">Id of this run, the same as in the request that belongs to it.</param>
    /// <param name="fill">Adds input and trigger metadata.</param>
    /// <param name="cancellationToken">Tells the function to give up; its answer is awaited all the same.</param>
    /// <exception cref="InvocationFailedException">The function failed.</exception>
    /// <exception cref="WorkerLostException">The worker is gone.</exception>
    public async Task InvokeAsync(
        string invocationId, HostedFunction function, Action<InvocationRequest> fill, CancellationToken cancellationToken)
    {
        if (!_functionIds.TryGetValue(function.Name, out var functionId))
        {
            throw new InvocationFailedException($"The worker could not load function \"{function.Name}\".");
        }

        // Workers take for granted that both contexts are there.
        var request = new InvocationRequest
        {
            InvocationId = invocationId,
            FunctionId = functionId,
            TraceContext = new RpcTraceContext(),
            RetryContext = new RetryContext(),
        };
        fill(request);
        var answered = NewSource<InvocationResponse>();
        _invocations[invocationId] = answered;
        try
        {
            Send(new StreamingMessage { InvocationRequest = request });
            await using var cancel = cancellationToken.Register(
                () => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } }));
            var answer = await WaitAsync(answered.Task, CancellationToken.None);
            ThrowIfFailed(answer.Result, "The function failed");
        }
        finally
        {
            _invocations.TryRemove(invocationId, out _);
        }
    }

    /// <summary>Asks the worker to end.</summary>
    public void Terminate() =>
        Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(TerminateGrace) } });

    /// <summary>Says that no more will come from the worker.</summary>
    public void Close()
    {
        _closed.TrySetResult();
        _outgoing.Writer.TryComplete();
    }

    /// <summary>Carries messages both ways until the connection ends.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        var writing = WriteAsync(outgoing, cancellationToken);
        _connected.TrySetResult();
        try
        {
            while (await incoming.MoveNext(cancellationToken))
            {
                Take(incoming.Current);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // A worker that was killed ends its connection like this.
        }
        finally
        {
            Close();
            await writing;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void ThrowIfFailed(StatusResult? result, string what)
    {
        if (result is { Status: not StatusResult.Types.Status.Success })
        {
            throw new InvocationFailedException(
                result.Exception is { } exception ? WorkerLog.Describe(exception) : result.Result.Length > 0
                    ? result.Result
                    : $"{what} ({result.Status}).");
        }
    }

    private async Task<RpcFunctionMetadata?> LoadAsync(RpcFunctionMetadata function, CancellationToken cancellationToken)
    {
        // A worker may leave the choice of the id to the host.
        var answered = NewSource<FunctionLoadResponse>();
        var id = function.FunctionId;
        while (id.Length == 0 || !_loads.TryAdd(id, answered))
        {
            id = Guid.NewGuid().ToString();
        }

        Send(new StreamingMessage { FunctionLoadRequest = new FunctionLoadRequest { FunctionId = id, Metadata = function } });
        var answer = await WaitAsync(answered.Task, cancellationToken);
        try
        {
            ThrowIfFailed(answer.Result, "not loaded");
        }
        catch (InvocationFailedException exception)
        {
            logger.LogError("Function {Function} could not be loaded and is left out: {Reason}", function.Name, exception.Message);
            return null;
        }

        lock (_functionIds)
        {
            _functionIds[function.Name] = id;
        }

        return function;
    }

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await outgoing.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The reading side tells everybody who waits.
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (_invocations.TryGetValue(message.InvocationResponse.InvocationId, out var invocation))
                {
                    invocation.TrySetResult(message.InvocationResponse);
                }

                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                log.Write(message.RpcLog);
                break;
            case StreamingMessage.ContentOneofCase.WorkerInitResponse:
                _initialised.TrySetResult(message.WorkerInitResponse);
                break;
            case StreamingMessage.ContentOneofCase.FunctionMetadataResponse:
                _metadata.TrySetResult(message.FunctionMetadataResponse);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                if (_loads.TryGetValue(message.FunctionLoadResponse.FunctionId, out var load))
                {
                    load.TrySetResult(message.FunctionLoadResponse);
                }

                break;
            default:
                // Newer workers may say more than this host knows.
                logger.LogDebug("The worker sent a message that is not known here.");
                break;
        }
    }

    private async Task WaitAsync(Task answer, CancellationToken cancellationToken)
    {
        if (await Task.WhenAny(answer, _closed.Task).WaitAsync(cancellationToken) != answer)
        {
            throw new WorkerLostException();
        }

        await answer;
    }

    private async Task<T> WaitAsync<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        await WaitAsync((Task)answer, cancellationToken);
        return await answer;
    }
}
