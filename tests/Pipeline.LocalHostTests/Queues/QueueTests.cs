using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Worker;

[Collection("azurite")]
public sealed class QueueTests(AzuriteFixture azurite)
{
    private readonly string _name = azurite.NewQueueName("q");

    private QueueClient Base64Queue => new(azurite.ConnectionString, _name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    private QueueClient PlainQueue => new(azurite.ConnectionString, _name);

    private QueueClient Poison => new(azurite.ConnectionString, _name + "-poison");

    [Fact]
    public async Task Message_OfPoco_IsBoundWithMetadataAndDeleted()
    {
        await using var host = await StartAsync<PocoReader>();

        var sent = await Base64Queue.SendMessageAsync("""{"NAME":"Åsa","points":3}""");

        Assert.Equal($"Åsa 3, try 1, {sent.Value.MessageId}, {sent.Value.InsertionTime:O}, PocoReader", await host.Recorder.NextAsync());
        await host.StopAsync();
        Assert.Equal(0, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Message_ByEachType_IsDecoded()
    {
        await using var host = await StartAsync<TypeReader>(settings: new() { ["A"] = _name + "-a", ["B"] = _name + "-b", ["C"] = _name + "-c", ["D"] = _name + "-d" });

        foreach (var suffix in new[] { "-a", "-b", "-c", "-d" })
        {
            await new QueueClient(azurite.ConnectionString, _name + suffix, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }).SendMessageAsync("<ü>");
        }

        string[] seen = [await host.Recorder.NextAsync(), await host.Recorder.NextAsync(), await host.Recorder.NextAsync(), await host.Recorder.NextAsync()];
        Assert.Equal(["bytes <ü>", "data <ü>", "message <ü>", "string <ü>"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Message_WithEncodingNone_IsTakenAsItIs()
    {
        await using var host = await StartAsync<Echo>("""{ "messageEncoding": "none" }""");

        await PlainQueue.SendMessageAsync("plain text");

        Assert.Equal("plain text", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Message_ThatAlwaysFails_IsTriedMaxDequeueCountTimesAndThenInPoison()
    {
        await using var host = await StartAsync<Failing>("""{ "maxDequeueCount": 3 }""");

        await Base64Queue.SendMessageAsync("bad");

        Assert.Equal(["try 1", "try 2", "try 3"], [await host.Recorder.NextAsync(), await host.Recorder.NextAsync(), await host.Recorder.NextAsync()]);
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
        await using var host = await StartAsync<Failing>("""{ "visibilityTimeout": "00:10:00" }""");
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
        await using var host = await StartAsync<Echo>();

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

        await using var host = await StartAsync<Echo>("""{ "maxDequeueCount": 2 }""");

        Assert.Equal("Y3Jhc2hlcw==", (await PoisonedAsync()).MessageText);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Message_OfFailingPoisonFunction_StaysHidden()
    {
        await using var host = await StartAsync<Failing>("""{ "maxDequeueCount": 1 }""", new() { ["Queue"] = _name + "-poison" });

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
        await using var host = await StartAsync<Waiting>("""{ "embeddedVisibilityTimeout": "00:00:02" }""");
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
        await using var host = await StartAsync<Waiting>();
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

        var gauge = new Gauge();
        await using var host = await StartAsync<Measured>(
            $$"""{ "batchSize": {{BatchSize}}, "newBatchThreshold": {{Threshold}} }""", configure: services => services.AddSingleton(gauge));
        for (var i = 0; i < Backlog; i++)
        {
            await host.Recorder.NextAsync();
        }

        Assert.InRange(gauge.Most, 2, BatchSize + Threshold);
    }

    [Fact]
    public async Task Output_OfReturnedArray_IsOneMessageEach()
    {
        await using var host = await StartAsync<Splitter>(settings: new() { ["Out"] = _name + "-out" });

        await Base64Queue.SendMessageAsync("a,b");

        string[] seen = [await host.Recorder.NextAsync(), await host.Recorder.NextAsync()];
        Assert.Equal(["out a", "out b"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_WithUnreachableStorage_WarnsAndServesHttp()
    {
        await using var host = await StartAsync<Echo>(settings: new()
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
        await using var host = await StartAsync<Echo>();

        using var answer = await host.SendAsync(HttpMethod.Post, "/admin/functions/Echo", """{"input":"by hand"}""");

        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("by hand", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Stop_WhileMessageRuns_LetsItEndAndTakesNoOther()
    {
        await using var host = await StartAsync<Waiting>();
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
        await using var host = await StartAsync<Waiting>(settings: new() { ["AzureFunctionsEmbedded:ShutdownTimeout"] = "00:00:00.2" });
        await Base64Queue.SendMessageAsync("endless");
        await host.Recorder.NextAsync();
        await host.Recorder.NextAsync();

        await host.StopAsync();

        Assert.Equal("cancelled endless", await host.Recorder.NextAsync());
        Assert.Equal(1, (await PlainQueue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    private Task<TestHost> StartAsync<T>(string queues = "{}", Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var all = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = azurite.ConnectionString, ["Queue"] = _name };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        return TestHost.StartAsync(new TestHostOptions(typeof(T))
        {
            HostJson = $$"""{ "version": "2.0", "extensions": { "queues": {{queues}} } }""",
            Settings = all,
            Configure = builder => configure?.Invoke(builder.Services),
        });
    }

    private async Task<QueueMessage> PoisonedAsync()
    {
        for (var i = 0; i < 300; i++)
        {
            if ((await Poison.ExistsAsync()).Value && (await Poison.ReceiveMessageAsync()).Value is { } message)
            {
                return message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException("No message came to the poison queue.");
    }

    public sealed record Lead(string Name, int Points);

    public sealed class Gauge
    {
        private int _now;
        private int _most;

        public int Most => _most;

        public void Enter()
        {
            var now = Interlocked.Increment(ref _now);
            for (var most = _most; now > most; most = _most)
            {
                Interlocked.CompareExchange(ref _most, now, most);
            }
        }

        public void Leave() => Interlocked.Decrement(ref _now);
    }

    public sealed class PocoReader(Recorder recorder)
    {
        [Function("PocoReader")]
        public void Run([QueueTrigger("%Queue%")] Lead lead, int dequeueCount, string id, DateTimeOffset insertionTime, FunctionContext context) =>
            recorder.Add($"{lead.Name} {lead.Points}, try {dequeueCount}, {id}, {insertionTime:O}, {context.FunctionDefinition.Name}");
    }

    public sealed class TypeReader(Recorder recorder)
    {
        [Function("ReadString")]
        public void ReadString([QueueTrigger("%A%")] string message) => recorder.Add("string " + message);

        [Function("ReadBytes")]
        public void ReadBytes([QueueTrigger("%B%")] byte[] message) => recorder.Add("bytes " + System.Text.Encoding.UTF8.GetString(message));

        [Function("ReadData")]
        public void ReadData([QueueTrigger("%C%")] BinaryData message) => recorder.Add("data " + message);

        [Function("ReadMessage")]
        public void ReadMessage([QueueTrigger("%D%")] QueueMessage message) => recorder.Add("message " + message.MessageText);
    }

    public sealed class Echo(Recorder recorder)
    {
        [Function("Echo")]
        public void Run([QueueTrigger("%Queue%")] string message) => recorder.Add(message);
    }

    public sealed class Failing(Recorder recorder)
    {
        [Function("Failing")]
        public void Run([QueueTrigger("%Queue%")] string message, long dequeueCount)
        {
            recorder.Add($"try {dequeueCount}");
            throw new InvalidOperationException(message);
        }
    }

    public sealed class Waiting(Recorder recorder)
    {
        [Function("Waiting")]
        public async Task Run([QueueTrigger("%Queue%")] string message, int dequeueCount, string popReceipt, CancellationToken cancellationToken)
        {
            recorder.Add($"begin {message} {dequeueCount}");
            if (message is "stolen" or "running" or "endless")
            {
                recorder.Add(popReceipt);
            }

            try
            {
                await recorder.Gate.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                recorder.Add("cancelled " + message);
                throw;
            }

            recorder.Add("end " + message);
        }
    }

    public sealed class Measured(Recorder recorder, Gauge gauge)
    {
        [Function("Measured")]
        public async Task Run([QueueTrigger("%Queue%")] string message)
        {
            gauge.Enter();
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
            gauge.Leave();
            recorder.Add(message);
        }
    }

    public sealed class Splitter(Recorder recorder)
    {
        [Function("Splitter")]
        [QueueOutput("%Out%")]
        public static string[] Run([QueueTrigger("%Queue%")] string message) => message.Split(',');

        [Function("Sink")]
        public void Sink([QueueTrigger("%Out%")] string message) => recorder.Add("out " + message);
    }
}
