using Pipeline.LocalHost.Settings;
using Pipeline.LocalHostTests.Http;

namespace Pipeline.LocalHostTests.Functions;

public sealed class FunctionCatalogTests
{
    private const string Storage = "DefaultEndpointsProtocol=http;AccountName=x;AccountKey=eA==;";

    [Fact]
    public async Task Start_WithFaultyFunctions_ListsEveryProblem()
    {
        FakeFunction[] functions =
        [
            Http("Twice", "t1"), Http("twice", "t2"),
            Http("SameRoute1", "same/{b}", "get", "post"), Http("SameRoute2", "/Same/{c}", "POST"), Http("OtherMethod", "same/{d}", "put"),
            Http("Admin", "administration"), Http("Runtime", "RUNTIME/x"), Http("BadRoute", "{a}/{a}"),
            FakeFunction.Queue("BadQueue", "no_such--", Nothing),
            FakeFunction.Queue("UnsetQueue", "%MissingQueue%", Nothing),
            FakeFunction.Queue("NoConnection", "events", Nothing, "OtherStorage"),
            FakeFunction.Queue("WrongConnection", "events", Nothing, "WrongStorage"),
            FakeFunction.Timer("BadSchedule", "every day", Nothing),
            new("NoTrigger", """{ "name": "out", "type": "queue", "direction": "Out" }""", Nothing),
            new("BlobTrigger", """{ "name": "blob", "type": "blobTrigger" }""", Nothing),
            new("NoJson", "{", Nothing),
            Http("1st", "first"), Http("Host", "host"),
        ];

        var exception = await Assert.ThrowsAsync<StartupException>(
            () => StartAsync(functions, ("AzureWebJobsStorage", Storage), ("WrongStorage", "wrong")));

        string[] expected =
        [
            "Function name \"Twice\" is used 2 times",
            "\"SameRoute1\" and \"SameRoute2\" have the same route \"/api/same/{b}\" and a method in common",
            "\"Admin\": route \"administration\" starts with a reserved word",
            "\"Runtime\": route \"RUNTIME/x\" starts with a reserved word",
            "\"BadRoute\": route \"{a}/{a}\" is not valid",
            "\"BadQueue\": queue name \"no_such--\" must be",
            "\"UnsetQueue\": setting \"MissingQueue\" in \"%MissingQueue%\" is not set",
            "\"NoConnection\": setting OtherStorage holds no connection string",
            "\"WrongConnection\": setting WrongStorage is not a connection string",
            "\"BadSchedule\": schedule \"every day\" is not six fields",
            "\"NoTrigger\": has no trigger",
            "\"BlobTrigger\": trigger blobTrigger is not one of the local host's",
            "\"NoJson\": a binding is not JSON",
            "\"1st\": the name must be",
            "\"Host\": the name must be",
        ];
        Assert.All(expected, text => Assert.Contains(exception.Problems, problem => problem.Contains(text, StringComparison.Ordinal)));
        Assert.DoesNotContain(exception.Problems, problem => problem.Contains("OtherMethod", StringComparison.Ordinal));
        Assert.Equal(expected.Length, exception.Problems.Count);
    }

    [Theory]
    [InlineData("0 0 3 * * *", null, "setting AzureWebJobsStorage is needed to keep the timer's status")]
    [InlineData("0 0 3 * * *", "wrong", "setting AzureWebJobsStorage is not a connection string")]
    public async Task Start_WithTimerAndNoStorage_IsAProblem(string schedule, string? storage, string expected)
    {
        var exception = await Assert.ThrowsAsync<StartupException>(
            () => StartAsync([FakeFunction.Timer("Nightly", schedule, Nothing)], ("AzureWebJobsStorage", storage)));

        Assert.Contains(expected, Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithTimerThatKeepsNoStatus_NeedsNoStorage()
    {
        await using var host = await StartAsync([FakeFunction.Timer("Nightly", "0 0 3 * * *", Nothing, useMonitor: false)]);

        Assert.Contains("Nightly", await host.Client.GetStringAsync("/admin/functions"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("AzureWebJobsevents")]
    [InlineData("ConnectionStrings:events")]
    public async Task Start_WithConnectionOfAnyKnownName_FindsIt(string name)
    {
        var function = FakeFunction.Queue("Reader", "%Name%", Nothing, "events");

        await using var host = await StartAsync([function], (name, Storage), ("Name", "Events-1"));

        Assert.Contains("\"queueName\":\"events-1\"", await host.Client.GetStringAsync("/admin/functions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithDisabledFunction_LeavesItOut()
    {
        await using var host = await StartAsync(HttpFunctions.All, ("AzureWebJobs.Item.Disabled", "true"));

        Assert.Equal("name 5", await host.Client.GetStringAsync("/api/items/5"));
    }

    [Fact]
    public async Task Start_WithTheOtherFormOfDisabled_DoesNotKnowIt()
    {
        // The real host neither.
        await using var host = await StartAsync(HttpFunctions.All, ("AzureWebJobs:Item:Disabled", "true"));

        Assert.Equal("int 5", await host.Client.GetStringAsync("/api/items/5"));
    }

    [Fact]
    public async Task Start_Verbose_PrintsFunctionsAndThenReady()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All) { Args = ["--verbose", "--port", "0"] });

        var lines = Lines(host);
        Assert.Contains($"Item: [GET] {host.Client.BaseAddress}api/items/{{id:int}}", lines);
        Assert.Contains($"Default: [ANY] {host.Client.BaseAddress}api/Default", lines);
        Assert.StartsWith("ready: http://127.0.0.1:", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ByDefault_PrintsAtMostTenLinesAndThenReady()
    {
        await using var host = await StartAsync(HttpFunctions.All);

        var lines = Lines(host);
        var count = HttpFunctions.All.Length;
        Assert.StartsWith(
            $"{count} functions: {count} answer requests, 0 work off queues, 0 run by the ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("ready: http://127.0.0.1:", lines[^1], StringComparison.Ordinal);
        Assert.InRange(lines.Length, 2, 10);
    }

    private static string[] Lines(TestHost host) =>
        host.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static FakeFunction Http(string name, string route, params string[] methods) =>
        FakeFunction.Http(name, Nothing, route, methods: methods);

    private static Task Nothing(FakeInvocation call) => Task.CompletedTask;

    private static Task<TestHost> StartAsync(FakeFunction[] functions, params (string Name, string? Value)[] settings) =>
        TestHost.StartAsync(new TestHostOptions(functions)
        {
            Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        });
}
