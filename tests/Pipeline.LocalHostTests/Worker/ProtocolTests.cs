using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Settings;
using Pipeline.LocalHost.Worker.Protocol;
using Pipeline.LocalHostTests.Http;
using Pipeline.Testing;
using static Pipeline.LocalHost.Worker.Protocol.StreamingMessage;
using RpcException = Grpc.Core.RpcException;

namespace Pipeline.LocalHostTests.Worker;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData(ContentOneofCase.WorkerInitRequest)]
    [InlineData(ContentOneofCase.FunctionsMetadataRequest)]
    [InlineData(ContentOneofCase.FunctionLoadRequest)]
    public async Task Start_WithWorkerThatAnswersSlowly_WaitsForIt(object step)
    {
        var asked = NewSignal();
        var worker = new FakeWorker(HttpFunctions.All)
        {
            Before = async (process, message) =>
            {
                if (message.ContentCase.Equals(step))
                {
                    asked.TrySetResult();
                    await process.Worker.Recorder.Gate.Task;
                }
            },
        };

        var start = TestHost.StartAsync(new TestHostOptions { Worker = worker });
        await asked.Task;
        Assert.False(start.IsCompleted);
        worker.Recorder.Gate.SetResult();

        await using var host = await start;
        Assert.Equal("int 1", await host.Client.GetStringAsync("/api/items/1"));
    }

    [Fact]
    public async Task Start_WithWorker_SaysWhatTheProtocolWants()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        var received = (await host.Worker.NextStartAsync()).Received;

        Assert.Equal("4", received[0].WorkerInitRequest.HostVersion.Split('.')[0]);
        Assert.Equal("/functions", received[0].WorkerInitRequest.FunctionAppDirectory);
        Assert.Equal("/functions", received[0].WorkerInitRequest.WorkerDirectory);
        Assert.Equal("/functions", received[1].FunctionsMetadataRequest.FunctionAppDirectory);
        var loaded = received.Skip(2).Select(message => message.FunctionLoadRequest.Metadata.Name);
        Assert.Equal(HttpFunctions.All.Select(function => function.Name), loaded);
    }

    [Fact]
    public async Task Start_WithFunctionThatCannotBeLoaded_LeavesItOutAndSaysWhy()
    {
        var worker = new FakeWorker(HttpFunctions.All) { Unloadable = ["Item"] };

        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });

        Assert.Equal("name 5", await host.Client.GetStringAsync("/api/items/5"));
        Assert.DoesNotContain("\"Item\"", await host.Client.GetStringAsync("/admin/functions"), StringComparison.Ordinal);
        Assert.Equal(["Function Item could not be loaded and is left out: Item has no constructor."], host.Log.Errors);
    }

    [Fact]
    public async Task Start_WithFunctionsOfOneId_LoadsThemAll()
    {
        // Workers may leave the choice of ids to the host.
        var worker = new FakeWorker(HttpFunctions.All) { GivesIds = false };

        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });

        Assert.Equal("int 5", await host.Client.GetStringAsync("/api/items/5"));
    }

    [Fact]
    public async Task Start_WithWorkerThatRefuses_RepeatsItsReason()
    {
        var worker = new FakeWorker(HttpFunctions.All) { InitResult = FakeWorker.Failure("No runtime of that version.") };

        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions { Worker = worker }));

        Assert.Equal("The worker could not be started: No runtime of that version.", exception.Message);
        AssertGone(await worker.NextStartAsync());
    }

    [Fact]
    public async Task Start_WithWorkerThatCannotTellItsFunctions_RepeatsItsReason()
    {
        var worker = new FakeWorker { MetadataResult = new StatusResult { Result = "functions.metadata is missing." } };

        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions { Worker = worker }));

        Assert.Equal("The worker could not be started: functions.metadata is missing.", exception.Message);
        AssertGone(await worker.NextStartAsync());
    }

    [Theory]
    [InlineData(3, "The worker ended with exit code 3 before it was ready.")]
    [InlineData(1, "")]
    public async Task Start_WithWorkerThatEnds_ShowsWhatItPrinted(int exitCode, string message)
    {
        // One that ends with 1 has said why itself.
        var worker = new FakeWorker { EndsAtStartWith = exitCode };

        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions { Worker = worker }));

        Assert.Equal(message, exception.Message);
        Assert.True((await worker.NextStartAsync()).OutputShown);
    }

    [Fact]
    public async Task Start_WithWorkerThatDiesOnTheWay_Fails()
    {
        var worker = new FakeWorker(HttpFunctions.All)
        {
            Before = (process, message) =>
            {
                if (message.FunctionLoadRequest is not null)
                {
                    process.Die(134);
                }

                return Task.CompletedTask;
            },
        };

        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions { Worker = worker }));

        Assert.Equal("The worker ended with exit code 134 before it was ready.", exception.Message);
    }

    [Fact]
    public async Task Start_WithWorkerThatIsNotReadyInAMinute_KillsIt()
    {
        var clock = new ManualClock();
        var asked = NewSignal();
        var worker = new FakeWorker
        {
            Before = async (_, _) =>
            {
                asked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
            },
        };
        var start = TestHost.StartAsync(new TestHostOptions { Worker = worker, Time = clock });
        await asked.Task;

        clock.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(start.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        var exception = await Assert.ThrowsAsync<StartupException>(() => start);
        Assert.Equal("The worker was not ready within 60 s.", exception.Message);
        AssertGone(await worker.NextStartAsync());
    }

    [Fact]
    public async Task Call_OfHttpFunction_LeadsToItsLogLines()
    {
        var function = FakeFunction.Http("Logs", call =>
        {
            call.Log(RpcLog.Types.Level.Warning, "A lead without a name.");
            call.Log(RpcLog.Types.Level.Debug, "Below the level.");
            return call.AnswerAsync("logged");
        });
        await using var host = await TestHost.StartAsync(new TestHostOptions(function));

        using var answer = await host.Client.GetAsync("/api/logs");

        var id = Assert.Single(answer.Headers.GetValues("x-ms-invocation-id"));
        Assert.Contains((LogLevel.Warning, "Fake.Function", $"A lead without a name. (invocation {id})"), host.Log.Entries);
        Assert.DoesNotContain(host.Log.Lines, line => line.StartsWith("Below", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_OfTheWorkerItself_HasItsExceptionAndNoMetrics()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        var process = await host.Worker.NextStartAsync();

        const RpcLog.Types.RpcLogCategory Metric = RpcLog.Types.RpcLogCategory.CustomMetric;
        process.Send(Line(new RpcLog { Level = RpcLog.Types.Level.Error, Message = "42", LogCategory = Metric }));
        process.Send(Line(new RpcLog { Level = RpcLog.Types.Level.None, Message = "nothing" }));
        process.Send(Line(new RpcLog
        {
            Level = RpcLog.Types.Level.Error,
            Message = "Cannot flush.",
            Exception = new Pipeline.LocalHost.Worker.Protocol.RpcException { Message = "Disk full", StackTrace = "at Flush()" },
        }));
        await host.Client.GetStringAsync("/api/items/1");

        var line = Assert.Single(host.Log.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Equal(("Worker", string.Join(Environment.NewLine, "Cannot flush.", "Disk full", "at Flush()")), (line.Category, line.Text));
        Assert.DoesNotContain("nothing", host.Log.Lines);
    }

    [Fact]
    public async Task Message_ThatIsNotKnown_IsPassedOver()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        var process = await host.Worker.NextStartAsync();

        process.Send(new StreamingMessage());
        process.Send(StreamingMessage.Parser.ParseFrom(UnknownField(99)));
        process.Send(new StreamingMessage { InvocationResponse = new InvocationResponse { InvocationId = "of nobody" } });
        process.Send(new StreamingMessage { FunctionLoadResponse = new FunctionLoadResponse { FunctionId = "of nobody" } });
        process.Send(new StreamingMessage { WorkerInitResponse = new WorkerInitResponse { Result = FakeWorker.Failure("once more") } });
        process.Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });

        Assert.Equal("int 1", await host.Client.GetStringAsync("/api/items/1"));
        Assert.Empty(host.Log.Errors);
        Assert.False(process.Exited.IsCompleted);
    }

    [Fact]
    public async Task Call_WhoseClientGoesAway_IsTakenBack()
    {
        var function = FakeFunction.Http("Waits", async call =>
        {
            call.Recorder.Add(call.Id);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancellation);
            }
            catch (OperationCanceledException)
            {
                call.Recorder.Add("taken back");
                throw;
            }
        });
        await using var host = await TestHost.StartAsync(new TestHostOptions(function));
        using var client = new CancellationTokenSource();
        var request = host.Client.GetAsync("/api/waits", client.Token);
        var id = await host.Recorder.NextAsync();

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Equal("taken back", await host.Recorder.NextAsync());
        var cancel = Assert.Single((await host.Worker.NextStartAsync()).Received, message => message.InvocationCancel is not null);
        Assert.Equal(id, cancel.InvocationCancel.InvocationId);
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task Call_WhoseRequestCannotBePassedOn_IsTakenBack()
    {
        var worker = new FakeWorker(HttpFunctions.All) { HttpAddress = "http://127.0.0.1:1" };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });

        using var answer = await host.Client.GetAsync("/api/items/1");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        await host.StopAsync();
        var received = (await worker.NextStartAsync()).Received;
        Assert.Equal(ContentOneofCase.InvocationCancel, received[^2].ContentCase);
        Assert.Equal(ContentOneofCase.WorkerTerminate, received[^1].ContentCase);
    }

    [Fact]
    public async Task Call_OfWorkerWithoutHttp_Is500()
    {
        var worker = new FakeWorker(HttpFunctions.All) { ServesHttp = false };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });

        using var answer = await host.Client.GetAsync("/api/items/1");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(["Function Item cannot run: the worker serves no HTTP."], host.Log.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_WithRouteValues_HasThemTwiceIfTheWorkerWants(bool wants)
    {
        var function = FakeFunction.Http("Route", Describe, "route/{a}/{b?}");
        var worker = new FakeWorker(function) { Capabilities = wants ? ["RequiresRouteParameters"] : [] };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });

        Assert.Equal(wants ? "x y a=x,b=y" : "x y ", await host.Client.GetStringAsync("/api/route/x/y"));
        Assert.Equal(wants ? "x  a=x" : "x  ", await host.Client.GetStringAsync("/api/route/x"));

        static Task Describe(FakeInvocation call)
        {
            var values = call.Input.Http.NullableParams.Select(pair => $"{pair.Key}={pair.Value.Value}").Order(StringComparer.Ordinal);
            return call.AnswerAsync($"{call.Metadata("a")} {call.Metadata("b")} {string.Join(',', values)}");
        }
    }

    [Fact]
    public async Task Function_ThatFailsWithoutAnAnswer_Is500()
    {
        var worker = new FakeWorker(HttpFunctions.All) { AnswersFailures = false };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });

        using var answer = await host.Client.GetAsync("/api/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Stop_OfIdleHost_AsksTheWorkerToEnd()
    {
        var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        var process = await host.Worker.NextStartAsync();

        await host.DisposeAsync();

        Assert.Equal(ContentOneofCase.WorkerTerminate, process.Received[^1].ContentCase);
        Assert.True(process.Received[^1].WorkerTerminate.GracePeriod.ToTimeSpan() > TimeSpan.Zero);
        Assert.Equal(0, await process.Exited);
        Assert.False(process.WasKilled);
        Assert.True(process.WasDisposed);
    }

    [Fact]
    public async Task Stop_WhileACallRuns_AsksTheWorkerOnlyAfterwards()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        var process = await host.Worker.NextStartAsync();
        var request = host.Client.GetStringAsync("/api/slow");
        Assert.Equal("begin", await host.Recorder.NextAsync());

        var stop = host.StopAsync();
        process.Send(Line(new RpcLog { Level = RpcLog.Types.Level.Warning, Message = "still here" }));
        await Poll.UntilAsync(() => Task.FromResult(host.Log.Lines.Contains("still here")), TimeSpan.FromSeconds(30));
        Assert.DoesNotContain(process.Received, message => message.WorkerTerminate is not null);
        host.Recorder.Gate.SetResult();
        await stop;

        Assert.Equal("slow", await request);
        Assert.Equal(ContentOneofCase.WorkerTerminate, process.Received[^1].ContentCase);
    }

    [Fact]
    public async Task Stop_LongerThanItsTimeout_TakesTheCallBack()
    {
        await using var host = await TestHost.StartAsync(
            new TestHostOptions(HttpFunctions.All) { Settings = { ["LocalHost:ShutdownTimeout"] = "00:00:00.2" } });
        var process = await host.Worker.NextStartAsync();
        var request = host.Client.GetStringAsync("/api/slow");
        Assert.Equal("begin", await host.Recorder.NextAsync());

        await host.StopAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.Equal(
            [ContentOneofCase.InvocationCancel, ContentOneofCase.WorkerTerminate],
            process.Received.TakeLast(2).Select(message => message.ContentCase));
        Assert.False(process.WasKilled);
    }

    [Fact]
    public async Task Stop_OfWorkerThatGoesOn_KillsItAfter10Seconds()
    {
        var clock = new ManualClock();
        var asked = NewSignal();
        var worker = new FakeWorker(HttpFunctions.All)
        {
            IgnoresTerminate = true,
            Before = (_, message) =>
            {
                if (message.WorkerTerminate is not null)
                {
                    asked.SetResult();
                }

                return Task.CompletedTask;
            },
        };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker, Time = clock });

        var stop = host.StopAsync();
        await asked.Task;
        await Poll.UntilAsync(() => Task.FromResult(clock.PendingTimers > 0), TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(stop.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        await stop;

        AssertGone(await worker.NextStartAsync());
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData(null)]
    public async Task Connection_OfStranger_IsRefused(string? workerId)
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        var process = await host.Worker.NextStartAsync();

        using var channel = GrpcChannel.ForAddress(process.HostAddress);
        using var call = new FunctionRpc.FunctionRpcClient(channel).EventStream();
        await call.RequestStream.WriteAsync(workerId is null ? new StreamingMessage() : Introduction(workerId));
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        Assert.Equal("int 1", await host.Client.GetStringAsync("/api/items/1"));
    }

    [Fact]
    public async Task Connection_WithTheIdOfTheWorkerThatIsThere_IsRefused()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        var process = await host.Worker.NextStartAsync();

        using var channel = GrpcChannel.ForAddress(process.HostAddress);
        using var call = new FunctionRpc.FunctionRpcClient(channel).EventStream();
        await call.RequestStream.WriteAsync(Introduction(process.WorkerId));
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        Assert.Equal("int 1", await host.Client.GetStringAsync("/api/items/1"));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static StreamingMessage Introduction(string workerId) => new() { StartStream = new StartStream { WorkerId = workerId } };

    private static StreamingMessage Line(RpcLog line) => new() { RpcLog = line };

    private static byte[] UnknownField(int number)
    {
        var bytes = new byte[16];
        var output = new CodedOutputStream(bytes);
        output.WriteTag(number, WireFormat.WireType.LengthDelimited);
        output.WriteString("new");
        return bytes[..(int)output.Position];
    }

    private static void AssertGone(FakeProcess process)
    {
        Assert.True(process.WasKilled);
        Assert.True(process.Exited.IsCompleted);
    }
}
