using System.Net;
using Pipeline.LocalHostTests.Http;
using Pipeline.Testing;

namespace Pipeline.LocalHostTests.Worker;

public sealed class RestartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static FakeFunction Dies => FakeFunction.Http("Dies", call =>
    {
        call.Process.LastOutput = $"worker {call.Process.Number} has had enough";
        call.Process.Die(134);
        return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancellation);
    });

    private static FakeFunction Number => FakeFunction.Http("Number", call => call.AnswerAsync("worker " + call.Process.Number));

    [Fact]
    public async Task Worker_ThatDiesInACall_Answers502AndIsStartedAgain()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(Dies, Number));

        using var answer = await host.Client.GetAsync("/api/dies");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        await UntilStartedAsync(host.Worker, 2);
        Assert.Equal("worker 2", await host.Client.GetStringAsync("/api/number"));
        var id = Assert.Single(answer.Headers.GetValues("x-ms-invocation-id"));
        Assert.Contains($"Function Dies lost its worker (invocation {id}).", host.Log.Lines);
        Assert.Contains("The worker ended with exit code 134; starting it again.", host.Log.Lines);
        Assert.Contains("The worker runs again.", host.Log.Lines);
    }

    [Fact]
    public async Task Requests_UnderWayWhenTheWorkerDies_AreAllAnswered502()
    {
        var waiting = FakeFunction.Http("Waits", async call =>
        {
            call.Recorder.Add("waits");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancellation);
        });
        await using var host = await TestHost.StartAsync(new TestHostOptions(waiting, Dies));
        var requests = Enumerable.Range(0, 5).Select(_ => host.Client.GetAsync("/api/waits")).ToList();
        foreach (var _ in requests)
        {
            Assert.Equal("waits", await host.Recorder.NextAsync());
        }

        using var last = await host.Client.GetAsync("/api/dies");

        Assert.Equal(HttpStatusCode.BadGateway, last.StatusCode);
        Assert.All(await Task.WhenAll(requests), answer => Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode));
    }

    [Fact]
    public async Task Request_WhileTheWorkerIsStartedAgain_WaitsForIt()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var worker = new FakeWorker(Dies, Number)
        {
            Before = async (process, message) =>
            {
                if (process.Number == 2 && message.WorkerInitRequest is not null)
                {
                    asked.SetResult();
                    await process.Worker.Recorder.Gate.Task;
                }
            },
        };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });
        using var dying = await host.Client.GetAsync("/api/dies");
        await asked.Task;

        var request = host.Client.GetStringAsync("/api/number");
        Assert.False(request.IsCompleted);
        worker.Recorder.Gate.SetResult();

        Assert.Equal("worker 2", await request);
    }

    [Fact]
    public async Task Worker_ThatDiesForTheFourthTimeInAMinute_IsGivenUpWithItsLastOutput()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(Dies, Number) { Time = new ManualClock() });

        for (var death = 1; death <= 3; death++)
        {
            await DieAsync(host);
            await UntilStartedAsync(host.Worker, death + 1);
            Assert.Equal($"worker {death + 1}", await host.Client.GetStringAsync("/api/number"));
            Assert.False(host.Failed.IsCompleted);
        }

        await DieAsync(host);

        var lines = (await host.Failed.WaitAsync(Patience)).Split(Environment.NewLine);
        Assert.Equal(
            ["The worker ended with exit code 134, for the fourth time within a minute. Its last output:", "worker 4 has had enough"],
            lines);
        using var late = await host.Client.GetAsync("/api/number");
        Assert.Equal(HttpStatusCode.BadGateway, late.StatusCode);
    }

    [Theory]
    [InlineData(59.999, false)]
    [InlineData(60, true)]
    public async Task Worker_ThatDiesForTheFourthTime_IsStartedAgainOnlyAfterAMinute(double seconds, bool again)
    {
        var clock = new ManualClock();
        await using var host = await TestHost.StartAsync(new TestHostOptions(Dies, Number) { Time = clock });
        for (var death = 1; death <= 3; death++)
        {
            await DieAsync(host);
            await UntilStartedAsync(host.Worker, death + 1);
            await host.Client.GetStringAsync("/api/number");
        }

        clock.Advance(TimeSpan.FromSeconds(seconds));
        await DieAsync(host);

        if (again)
        {
            await UntilStartedAsync(host.Worker, 5);
            Assert.Equal("worker 5", await host.Client.GetStringAsync("/api/number"));
            Assert.False(host.Failed.IsCompleted);
        }
        else
        {
            Assert.Contains("for the fourth time", await host.Failed.WaitAsync(Patience), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Worker_ThatCannotBeStartedAgain_IsGivenUpAfterThreeTries()
    {
        var worker = new FakeWorker(Dies)
        {
            Before = (process, message) =>
            {
                if (process.Number > 1 && message.WorkerInitRequest is not null)
                {
                    process.Die(1);
                }

                return Task.CompletedTask;
            },
        };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker, Time = new ManualClock() });

        await DieAsync(host);

        var reason = await host.Failed.WaitAsync(Patience);
        Assert.StartsWith("The worker could not be started again, for the fourth time within a minute.", reason, StringComparison.Ordinal);
        Assert.Equal(4, worker.Starts);
    }

    [Fact]
    public async Task Worker_ThatHangsUp_IsKilledAndStartedAgain()
    {
        var clock = new ManualClock();
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All) { Time = clock });
        var first = await host.Worker.NextStartAsync();

        first.HangUp();
        await Poll.UntilAsync(() => Task.FromResult(clock.PendingTimers > 0), Patience);
        Assert.False(first.WasKilled);
        clock.Advance(TimeSpan.FromSeconds(10));

        await UntilStartedAsync(host.Worker, 2);
        Assert.True(first.WasKilled);
        Assert.Equal("int 1", await host.Client.GetStringAsync("/api/items/1"));
    }

    [Fact]
    public async Task Function_ThatTheNextWorkerCannotLoad_Is500()
    {
        var worker = new FakeWorker(Dies, Number) { UnloadableAgain = ["Number"] };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });
        await DieAsync(host);
        await UntilStartedAsync(worker, 2);

        using var answer = await host.Client.GetAsync("/api/number");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Function Number cannot run: the worker could not load it.", host.Log.Errors);
    }

    [Fact]
    public async Task Stop_WhileTheWorkerIsStartedAgain_EndsBoth()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var worker = new FakeWorker(Dies)
        {
            Before = async (process, message) =>
            {
                if (process.Number == 2 && message.WorkerInitRequest is not null)
                {
                    asked.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
                }
            },
        };
        await using var host = await TestHost.StartAsync(new TestHostOptions { Worker = worker });
        await DieAsync(host);
        await asked.Task;

        await host.StopAsync().WaitAsync(Patience);

        await worker.NextStartAsync();
        Assert.True((await worker.NextStartAsync()).Exited.IsCompleted);
        Assert.False(host.Failed.IsCompleted);
    }

    private static async Task DieAsync(TestHost host)
    {
        using var answer = await host.Client.GetAsync("/api/dies");
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    // Until the host has seen that the worker is gone, it may send it another request.
    private static async Task UntilStartedAsync(FakeWorker worker, int number)
    {
        while ((await worker.NextStartAsync()).Number < number)
        {
        }
    }
}
