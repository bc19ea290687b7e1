using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.LocalHost.Worker;
using Pipeline.LocalHost.Worker.Protocol;
using RpcException = Grpc.Core.RpcException;

namespace Pipeline.LocalHostTests;

/// <summary>One started fake worker.</summary>
internal sealed class FakeProcess : IWorkerProcess
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, FakeCall> _calls = new();
    private readonly ConcurrentDictionary<string, string> _names = new();
    private readonly ConcurrentQueue<StreamingMessage> _received = new();
    private readonly CancellationTokenSource _hungUp = new();
    private readonly CancellationTokenSource _dead = new();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _serving = new(1, 1);
    private WebApplication? _http;
    private int _dying;

    public FakeProcess(FakeWorker worker, int number, Uri hostAddress, string workerId)
    {
        (Worker, Number, HostAddress, WorkerId) = (worker, number, hostAddress, workerId);
        if (worker.EndsAtStartWith is { } exitCode)
        {
            _exited.SetResult(exitCode);
            return;
        }

        _ = RunAsync();
    }

    public FakeWorker Worker { get; }

    /// <summary>1 for the first that was started.</summary>
    public int Number { get; }

    public Uri HostAddress { get; }

    public string WorkerId { get; }

    /// <summary>All that the host sent, in order.</summary>
    public IReadOnlyList<StreamingMessage> Received => [.. _received];

    public Task<int> Exited => _exited.Task;

    public string LastOutput { get; set; } = "";

    public bool OutputShown { get; private set; }

    public bool WasKilled { get; private set; }

    public bool WasDisposed { get; private set; }

    public void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Ends as a killed process does: its connections break, then its end is seen.</summary>
    public void Die(int exitCode = FakeWorker.Killed) => _ = DieAsync(exitCode);

    /// <summary>Ends the conversation but not the process.</summary>
    public void HangUp() => _hungUp.Cancel();

    public void ShowOutput() => OutputShown = true;

    public void Kill()
    {
        WasKilled = true;
        Die();
    }

    public void Dispose() => WasDisposed = true;

    private async Task DieAsync(int exitCode)
    {
        if (Interlocked.Exchange(ref _dying, 1) == 1)
        {
            return;
        }

        await _dead.CancelAsync();
        await _hungUp.CancelAsync();
        await _serving.WaitAsync();
        if (_http is not null)
        {
            // A token that is cancelled already cuts the connections.
            await _http.StopAsync(new CancellationToken(canceled: true));
        }

        await _disconnected.Task;
        _exited.TrySetResult(exitCode);
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            using var channel = GrpcChannel.ForAddress(HostAddress);
            using var call = new FunctionRpc.FunctionRpcClient(channel).EventStream(cancellationToken: _hungUp.Token);
            await call.RequestStream.WriteAsync(new StreamingMessage { StartStream = new StartStream { WorkerId = WorkerId } });
            var writing = WriteAsync(call.RequestStream);
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                _received.Enqueue(call.ResponseStream.Current);
                _ = TakeAsync(call.ResponseStream.Current);
            }

            _outgoing.Writer.TryComplete();
            await writing;
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or InvalidOperationException)
        {
            // The connection has ended, here or there.
        }

        _disconnected.TrySetResult();
        if (!_hungUp.IsCancellationRequested)
        {
            await DieAsync(0);
        }
    }

    private async Task WriteAsync(IClientStreamWriter<StreamingMessage> stream)
    {
        await foreach (var message in _outgoing.Reader.ReadAllAsync(_hungUp.Token))
        {
            await stream.WriteAsync(message);
        }

        await stream.CompleteAsync();
    }

    private async Task TakeAsync(StreamingMessage message)
    {
        await Worker.Before(this, message);
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.WorkerInitRequest:
                Send(new StreamingMessage { WorkerInitResponse = await InitAsync() });
                break;
            case StreamingMessage.ContentOneofCase.FunctionsMetadataRequest:
                Send(new StreamingMessage { FunctionMetadataResponse = Metadata() });
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadRequest:
                var id = message.FunctionLoadRequest.FunctionId;
                var name = message.FunctionLoadRequest.Metadata.Name;
                var fails = Worker.Unloadable.Contains(name) || (Number > 1 && Worker.UnloadableAgain.Contains(name));
                var result = fails ? FakeWorker.Failure(name + " has no constructor.") : FakeWorker.Success;
                _names[id] = name;
                Send(new StreamingMessage { FunctionLoadResponse = new FunctionLoadResponse { FunctionId = id, Result = result } });
                break;
            case StreamingMessage.ContentOneofCase.InvocationRequest:
                await InvokeAsync(message.InvocationRequest);
                break;
            case StreamingMessage.ContentOneofCase.InvocationCancel:
                await Call(message.InvocationCancel.InvocationId).CancelAsync();
                break;
            case StreamingMessage.ContentOneofCase.WorkerTerminate when !Worker.IgnoresTerminate:
                _outgoing.Writer.TryComplete();
                break;
        }
    }

    private async Task<WorkerInitResponse> InitAsync()
    {
        var answer = new WorkerInitResponse { WorkerVersion = "fake", Result = Worker.InitResult };
        foreach (var name in Worker.Capabilities)
        {
            answer.Capabilities[name] = "true";
        }

        if (Worker.ServesHttp)
        {
            var address = await ServeAsync();
            answer.Capabilities["HttpUri"] = Worker.HttpAddress ?? address;
        }

        return answer;
    }

    private FunctionMetadataResponse Metadata()
    {
        var answer = new FunctionMetadataResponse { Result = Worker.MetadataResult };
        for (var i = 0; i < Worker.Functions.Count; i++)
        {
            var id = Worker.GivesIds ? i.ToString(CultureInfo.InvariantCulture) : "";
            var function = new RpcFunctionMetadata { Name = Worker.Functions[i].Name, FunctionId = id };
            function.RawBindings.Add(Worker.Functions[i].Binding);
            function.RawBindings.Add("""{ "name": "$return", "type": "http", "direction": "Out" }""");
            answer.FunctionMetadataResults.Add(function);
        }

        return answer;
    }

    private async Task<string> ServeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await _serving.WaitAsync(_dead.Token);
        try
        {
            _http = builder.Build();
            _http.Run(AnswerAsync);
            await _http.StartAsync();
            return _http.Urls.First();
        }
        finally
        {
            _serving.Release();
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var call = Call(http.Request.Headers["x-ms-invocation-id"].ToString());
        call.Request.TrySetResult(http);
        try
        {
            if (!await call.Ended.Task.WaitAsync(_dead.Token) && !http.Response.HasStarted)
            {
                http.Response.Clear();
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            }
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    }

    private async Task InvokeAsync(InvocationRequest request)
    {
        var function = Worker.Functions.First(candidate => candidate.Name == _names[request.FunctionId]);
        var call = Call(request.InvocationId);
        var response = new InvocationResponse { InvocationId = request.InvocationId };
        try
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, _dead.Token);
            var isHttp = request.InputData.Single().Data.DataCase == TypedData.DataOneofCase.Http;
            var http = isHttp ? await call.Request.Task.WaitAsync(cancellation.Token) : null;
            await function.Run(new FakeInvocation(this, request, http, cancellation.Token));
            response.Result = FakeWorker.Success;
        }
        catch (OperationCanceledException)
        {
            response.Result = new StatusResult { Status = StatusResult.Types.Status.Cancelled };
        }
        catch (Exception exception)
        {
            response.Result = FakeWorker.Failure(exception.Message);
        }

        if (_dead.IsCancellationRequested)
        {
            return;
        }

        var succeeded = response.Result.Status == StatusResult.Types.Status.Success;
        if (succeeded || Worker.AnswersFailures)
        {
            call.Ended.TrySetResult(succeeded);
        }

        Send(new StreamingMessage { InvocationResponse = response });
    }

    private FakeCall Call(string invocationId) => _calls.GetOrAdd(invocationId, _ => new FakeCall());

    private sealed class FakeCall : IDisposable
    {
        private readonly CancellationTokenSource _cancellation = new();

        public TaskCompletionSource<HttpContext> Request { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<bool> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken Cancellation => _cancellation.Token;

        public Task CancelAsync() => _cancellation.CancelAsync();

        public void Dispose() => _cancellation.Dispose();
    }
}
