using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Pipeline.Testing;

namespace Pipeline.LocalHostTests.Queues;

[Collection("azurite")]
public sealed class QueueTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _name = azurite.NewQueueName("q");

    private QueueClient Base64Queue => Base64(_name);

    private QueueClient PlainQueue => new(azurite.ConnectionString, _name);

    private QueueClient Poison => new(azurite.ConnectionString, _name + "-poison");

    [Fact]
    public async Task Message_OfText_IsGivenWithMetadataAndDeleted()
    {
        await using var host = await StartAsync(new Reading());

        var sent = await Base64Queue.SendMessageAsync("""{"NAME":"Åsa","points":3}""");

        Assert.Equal("""{"NAME":"Åsa","points":3}""", await host.Recorder.NextAsync());
        Assert.Equal("""{"NAME":"Åsa","points":3}""", await host.Recorder.NextAsync());
        Assert.Equal(
            $"try 1, {sent.Value.MessageId}, {sent.Value.InsertionTime:O}, {sent.Value.ExpirationTime:O}", await host.Recorder.NextAsync());
        await host.StopAsync();
        Assert.Equal(0, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Message_ByEachDataType_IsDecoded()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(
            FakeFunction.Queue("ReadString", _name + "-a", call => call.NoteAsync("string " + call.Input.String)),
            FakeFunction.Queue(
                "ReadBytes", _name + "-b", call => call.NoteAsync("bytes " + call.Input.Bytes.ToStringUtf8()), dataType: "Binary"))
        {
            Settings = { ["AzureWebJobsStorage"] = azurite.ConnectionString },
        });

        foreach (var suffix in new[] { "-a", "-b" })
        {
            await Base64(_name + suffix).SendMessageAsync("<ü>");
        }

        string[] seen = [await host.Recorder.NextAsync(), await host.Recorder.NextAsync()];
        Assert.Equal(["bytes <ü>", "string <ü>"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Message_WithEncodingNone_IsTakenAsItIs()
    {
        await using var host = await StartAsync(new Echo(), """{ "messageEncoding": "none" }""");

        await PlainQueue.SendMessageAsync("plain text");

        Assert.Equal("plain text", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Message_ThatAlwaysFails_IsTriedMaxDequeueCountTimesAndThenInPoison()
    {
        await using var host = await StartAsync(new Failing(), """{ "maxDequeueCount": 3 }""");

        await Base64Queue.SendMessageAsync("bad");

        string[] tries = [await host.Recorder.NextAsync(), await host.Recorder.NextAsync(), await host.Recorder.NextAsync()];
        Assert.Equal(["try 1", "try 2", "try 3"], tries);
        var poisoned = await PoisonedAsync();
        Assert.Equal("YmFk", poisoned.MessageText);
        Assert.InRange(poisoned.ExpiresOn!.Value - poisoned.InsertedOn!.Value, TimeSpan.FromDays(6.99), TimeSpan.FromDays(7.01));
        await host.StopAsync();
        Assert.Equal(0, host.Recorder.Count);
        Assert.Equal(0, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Equal(4, host.Log.Errors.Count);
    }

    [Fact]
    public async Task Message_ThatFailsWithVisibilityTimeout_ComesBackOnlyAfterIt()
    {
        await using var host = await StartAsync(new Failing(), """{ "visibilityTimeout": "00:10:00" }""");
        await Base64Queue.SendMessageAsync("bad");
        await host.Recorder.NextAsync();

        await host.StopAsync();

        Assert.Equal(0, host.Recorder.Count);
        Assert.Equal(1, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Empty((await PlainQueue.ReceiveMessagesAsync(32)).Value);
    }

    [Fact]
    public async Task Message_ThatIsNotBase64_GoesToPoisonAsItIsWithoutARun()
    {
        await using var host = await StartAsync(new Echo());

        await PlainQueue.SendMessageAsync("{not base64}");

        Assert.Equal("{not base64}", (await PoisonedAsync()).MessageText);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Message_DeliveredTooOftenBefore_GoesToPoisonWithoutARun()
    {
        await PlainQueue.CreateAsync();
        await Base64Queue.SendMessageAsync("crashes");
        for (var i = 0; i < 2; i++)
        {
            var crashed = (await PlainQueue.ReceiveMessageAsync()).Value;
            await PlainQueue.UpdateMessageAsync(crashed.MessageId, crashed.PopReceipt, (string?)null, TimeSpan.Zero);
        }

        await using var host = await StartAsync(new Echo(), """{ "maxDequeueCount": 2 }""");

        Assert.Equal("Y3Jhc2hlcw==", (await PoisonedAsync()).MessageText);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Message_OfFailingPoisonFunction_StaysHidden()
    {
        await using var host = await StartAsync(new Failing(), """{ "maxDequeueCount": 1 }""", new() { ["Queue"] = _name + "-poison" });

        await Poison.SendMessageAsync("YmFk");
        await host.Recorder.NextAsync();
        await host.StopAsync();

        Assert.Equal(1, (await Poison.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Empty((await Poison.ReceiveMessagesAsync(32)).Value);
        Assert.False((await new QueueClient(azurite.ConnectionString, _name + "-poison-poison").ExistsAsync()).Value);
    }

    [Fact]
    public async Task Message_RunningLongerThanItsLease_IsNotDeliveredAgain()
    {
        await using var host = await StartAsync(new Waiting(), settings: new() { ["LocalHost:QueueLease"] = "00:00:02" });
        await Base64Queue.SendMessageAsync("long");
        Assert.Equal("begin long 1", await host.Recorder.NextAsync());

        // The queue's own clock decides when the first lease is over, so a second message with that delay tells the moment.
        await Base64Queue.SendMessageAsync("marker", visibilityTimeout: TimeSpan.FromSeconds(5));
        Assert.Equal("begin marker 1", await host.Recorder.NextAsync());
        host.Recorder.Gate.SetResult();

        string[] ends = [await host.Recorder.NextAsync(), await host.Recorder.NextAsync()];
        Assert.Equal(["end long", "end marker"], ends.Order(StringComparer.Ordinal));
        await host.StopAsync();
        Assert.Equal(0, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Message_TakenByAnotherReceiver_IsLeftToIt()
    {
        await using var host = await StartAsync(new Waiting());
        var sent = (await Base64Queue.SendMessageAsync("stolen")).Value;
        await host.Recorder.NextAsync();

        await PlainQueue.DeleteMessageAsync(sent.MessageId, await host.Recorder.NextAsync());
        host.Recorder.Gate.SetResult();

        Assert.Equal("end stolen", await host.Recorder.NextAsync());
        await host.StopAsync();
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task Messages_OfLargeBacklog_RunAtMostBatchSizePlusThresholdAtOnce()
    {
        const int BatchSize = 4;
        const int Threshold = 2;
        const int Backlog = 40;
        await PlainQueue.CreateAsync();
        for (var i = 0; i < Backlog; i++)
        {
            await Base64Queue.SendMessageAsync("m" + i);
        }

        using var gauge = new Gauge();
        await using var host = await StartAsync(
            new Measured(gauge), $$"""{ "batchSize": {{BatchSize}}, "newBatchThreshold": {{Threshold}} }""");
        var (running, taken) = (BatchSize, BatchSize);
        for (var i = 0; i < Backlog; i++)
        {
            await Poll.UntilAsync(() => Task.FromResult(gauge.Now), now => now >= running, Patience);
            gauge.LetOneLeave();
            await host.Recorder.NextAsync();
            running--;
            if (running == Threshold && taken < Backlog)
            {
                (running, taken) = (running + BatchSize, taken + BatchSize);
            }
        }

        Assert.Equal(BatchSize + Threshold, gauge.Most);
    }

    [Fact]
    public async Task Start_WithUnreachableStorage_WarnsAndServesHttp()
    {
        await using var host = await StartAsync(new Echo(), settings: new()
        {
            ["AzureWebJobsStorage"] = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=eA==;QueueEndpoint=http://127.0.0.1:1/a;",
        });

        Assert.Contains("Running", await host.Client.GetStringAsync("/admin/host/status"), StringComparison.Ordinal);
        Assert.Contains(host.Log.Lines, line => line.StartsWith($"Queue {_name} cannot be read", StringComparison.Ordinal));
        Assert.Empty(host.Log.Errors);
    }

    [Fact]
    public async Task Run_ByHand_GivesTheInputToTheFunction()
    {
        await using var host = await StartAsync(new Echo());

        using var answer = await host.SendAsync(HttpMethod.Post, "/admin/functions/Echo", """{"input":"by hand"}""");

        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("by hand", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Message_WhoseWorkerDies_IsRunAgainByTheNext()
    {
        await using var host = await StartAsync(new Dying());

        await Base64Queue.SendMessageAsync("fatal");

        Assert.Equal(["try 1 by worker 1", "try 2 by worker 2"], [await host.Recorder.NextAsync(), await host.Recorder.NextAsync()]);
        await host.StopAsync();
        Assert.Equal(0, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Message_WhoseWorkerDies_ComesBackOnlyAfterVisibilityTimeout()
    {
        await using var host = await StartAsync(new Dying(), """{ "visibilityTimeout": "00:10:00" }""");
        await host.Worker.NextStartAsync();
        await Base64Queue.SendMessageAsync("fatal");
        Assert.Equal("try 1 by worker 1", await host.Recorder.NextAsync());
        await host.Worker.NextStartAsync();

        await host.StopAsync();

        Assert.Equal(0, host.Recorder.Count);
        Assert.Equal(1, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Empty((await PlainQueue.ReceiveMessagesAsync(32)).Value);
        Assert.Contains(host.Log.Errors, line => line.StartsWith("Function Dying failed on message", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_ThatIsNoUtf8_ReachesTheFunctionOnce()
    {
        await using var host = await StartAsync(new Echo());

        await PlainQueue.SendMessageAsync(Convert.ToBase64String([0x61, 0xff, 0x62]));

        Assert.Equal("a\ufffdb", await host.Recorder.NextAsync());
        await host.StopAsync();
        Assert.Equal(0, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Stop_WhileMessageRuns_LetsItEndAndTakesNoOther()
    {
        await using var host = await StartAsync(new Waiting());
        await Base64Queue.SendMessageAsync("running");
        await host.Recorder.NextAsync();
        await host.Recorder.NextAsync();

        var stop = host.StopAsync();
        await Base64Queue.SendMessageAsync("too late", visibilityTimeout: TimeSpan.FromSeconds(1));
        Assert.False(stop.IsCompleted);
        host.Recorder.Gate.SetResult();
        await stop;

        Assert.Equal("end running", await host.Recorder.NextAsync());
        Assert.Equal(0, host.Recorder.Count);
        Assert.Equal(1, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Stop_LongerThanItsTimeout_CancelsTheFunctionAndKeepsTheMessage()
    {
        await using var host = await StartAsync(new Waiting(), settings: new() { ["LocalHost:ShutdownTimeout"] = "00:00:00.2" });
        await Base64Queue.SendMessageAsync("endless");
        await host.Recorder.NextAsync();
        await host.Recorder.NextAsync();

        await host.StopAsync();

        Assert.Equal("cancelled endless", await host.Recorder.NextAsync());
        Assert.Equal(1, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    private QueueClient Base64(string name) =>
        new(azurite.ConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private Task<TestHost> StartAsync(IQueueFunction function, string queues = "{}", Dictionary<string, string?>? settings = null)
    {
        var all = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = azurite.ConnectionString, ["Queue"] = _name };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        return TestHost.StartAsync(new TestHostOptions(FakeFunction.Queue(function.GetType().Name, "%Queue%", function.RunAsync))
        {
            HostJson = $$"""{ "version": "2.0", "extensions": { "queues": {{queues}} } }""",
            Settings = all,
        });
    }

    private async Task<QueueMessage> PoisonedAsync() => (await Poll.UntilAsync(
        async () => (await Poison.ExistsAsync()).Value ? (await Poison.ReceiveMessageAsync()).Value : null,
        message => message is not null,
        Patience))!;

    private interface IQueueFunction
    {
        Task RunAsync(FakeInvocation call);
    }

    private sealed class Gauge : IDisposable
    {
        private readonly SemaphoreSlim _leave = new(0);
        private int _now;
        private int _most;

        public int Now => Volatile.Read(ref _now);

        public int Most => Volatile.Read(ref _most);

        public async Task PassAsync()
        {
            var now = Interlocked.Increment(ref _now);
            for (var most = _most; now > most; most = _most)
            {
                Interlocked.CompareExchange(ref _most, now, most);
            }

            await _leave.WaitAsync();
            Interlocked.Decrement(ref _now);
        }

        public void LetOneLeave() => _leave.Release();

        public void Dispose() => _leave.Dispose();
    }

    private sealed class Reading : IQueueFunction
    {
        public Task RunAsync(FakeInvocation call)
        {
            call.Recorder.Add(call.Input.String);
            call.Recorder.Add(call.Metadata("QueueTrigger")!);
            return call.NoteAsync(
                $"try {call.Metadata("DequeueCount")}, {call.Metadata("Id")}, {Time("InsertionTime"):O}, {Time("ExpirationTime"):O}");

            DateTimeOffset Time(string name) => JsonSerializer.Deserialize<DateTimeOffset>(call.Metadata(name)!);
        }
    }

    private sealed class Echo : IQueueFunction
    {
        public Task RunAsync(FakeInvocation call) => call.NoteAsync(call.Input.String);
    }

    private sealed class Failing : IQueueFunction
    {
        public Task RunAsync(FakeInvocation call)
        {
            call.Recorder.Add("try " + call.Metadata("DequeueCount"));
            throw new InvalidOperationException(call.Input.String);
        }
    }

    private sealed class Dying : IQueueFunction
    {
        public Task RunAsync(FakeInvocation call)
        {
            call.Recorder.Add($"try {call.Metadata("DequeueCount")} by worker {call.Process.Number}");
            if (call.Process.Number > 1)
            {
                return Task.CompletedTask;
            }

            call.Process.Die();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancellation);
        }
    }

    private sealed class Waiting : IQueueFunction
    {
        public async Task RunAsync(FakeInvocation call)
        {
            var message = call.Input.String;
            call.Recorder.Add($"begin {message} {call.Metadata("DequeueCount")}");
            if (message is "stolen" or "running" or "endless")
            {
                call.Recorder.Add(call.Metadata("PopReceipt")!);
            }

            try
            {
                await call.Recorder.Gate.Task.WaitAsync(call.Cancellation);
            }
            catch (OperationCanceledException)
            {
                call.Recorder.Add("cancelled " + message);
                throw;
            }

            call.Recorder.Add("end " + message);
        }
    }

    private sealed class Measured(Gauge gauge) : IQueueFunction
    {
        public async Task RunAsync(FakeInvocation call)
        {
            await gauge.PassAsync();
            call.Recorder.Add(call.Input.String);
        }
    }
}
