using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Configuration;

namespace Pipeline.StorageTests.Embedded.Worker;

public sealed class IndexingTests
{
    [Fact]
    public async Task Start_WithFaultyFunctions_ListsEveryProblem()
    {
        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions(typeof(Faulty), typeof(NeedsMissingService), typeof(Hidden))));

        string[] expected =
        [
            "Function name \"Twice\" is used 2 times",
            "\"SameRoute1\" and \"SameRoute2\" have the same route \"/api/same/{b}\" and a method in common",
            "\"Admin\" (Faulty.Admin): route \"administration\" starts with a reserved word",
            "\"BadRoute\" (Faulty.BadRoute): route \"{a}/{a}\" is not valid",
            "\"1st\" (Faulty.BadName): the name must be",
            "parameter \"body\": [FromBody] is not supported",
            "parameter \"http\": no value of type HttpContext can be bound. Take the HttpRequest",
            "parameter \"count\": no value of type Int32 can be bound",
            "\"TwoTriggers\" (Faulty.TwoTriggers): must have exactly one trigger, has 2",
            "\"NoTrigger\" (Faulty.NoTrigger): must have exactly one trigger, has 0",
            "\"AsyncVoid\" (Faulty.AsyncVoid): async void cannot be awaited",
            "\"BadQueue\" (Faulty.BadQueue): queue name \"no_such--\" must be",
            "setting \"MissingQueue\" in \"%MissingQueue%\" is not set",
            "setting OtherStorage holds no connection string",
            "schedule \"every day\" is not six fields",
            "\"OutputOfNothing\" (Faulty.OutputOfNothing): [QueueOutput] needs a returned value",
            "no service of type IFormatProvider is registered for the constructor's parameter \"provider\"",
            "\"Hidden\" (Hidden.Run): the method and its class must be public",
        ];
        Assert.All(expected, text => Assert.Contains(exception.Problems, problem => problem.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_WithDisabledFunction_LeavesItOut()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)) { Settings = { ["AzureWebJobs:Item:Disabled"] = "true" } });

        Assert.Equal("name 5", await host.Client.GetStringAsync("/api/items/5"));
    }

    [Fact]
    public async Task Start_WithoutConfigureFunctionsWebApplication_IsRefused()
    {
        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)) { WebApplication = false }));

        Assert.Contains("ConfigureFunctionsWebApplication() was not called", Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithFunctions_PrintsThemAndThenReady()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)));

        var lines = host.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains($"Item: [GET] {host.Client.BaseAddress}api/items/{{id:int}}", lines);
        Assert.Contains($"Default: [ANY] {host.Client.BaseAddress}api/Default", lines);
        Assert.StartsWith("ready: http://127.0.0.1:", lines[^1], StringComparison.Ordinal);
    }

    [SuppressMessage("Performance", "CA1822", Justification = "An instance method is what is tested.")]
    internal sealed class Hidden
    {
        [Function("Hidden")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok(request.Path);
    }

    public sealed class NeedsMissingService(IFormatProvider provider)
    {
        [Function("NeedsMissingService")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok($"{provider}{request.Path}");
    }

    public static class Faulty
    {
        private const string Anything = "UseDevelopmentStorage=true";

        [Function("Twice")]
        public static void Twice1([HttpTrigger(AuthorizationLevel.Anonymous, Route = "t1")] HttpRequest request) => _ = request;

        [Function("twice")]
        public static void Twice2([HttpTrigger(AuthorizationLevel.Anonymous, Route = "t2")] HttpRequest request) => _ = request;

        [Function("SameRoute1")]
        public static void SameRoute1([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "same/{b}")] HttpRequest request) => _ = request;

        [Function("SameRoute2")]
        public static void SameRoute2([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "/Same/{c}")] HttpRequest request) => _ = request;

        [Function("Admin")]
        public static void Admin([HttpTrigger(AuthorizationLevel.Anonymous, Route = "administration")] HttpRequest request) => _ = request;

        [Function("BadRoute")]
        public static void BadRoute([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{a}/{a}")] HttpRequest request) => _ = request;

        [Function("1st")]
        public static void BadName([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => _ = request;

        [Function("Body")]
        public static void Body([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [FromBody] string body, HttpContext http, int count) => _ = (request, body, http, count);

        [Function("TwoTriggers")]
        public static void TwoTriggers([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [TimerTrigger("0 0 0 * * *")] TimerInfo timer) => _ = (request, timer);

        [Function("NoTrigger")]
        public static void NoTrigger(HttpRequest request) => _ = request;

        [Function("AsyncVoid")]
        public static async void AsyncVoid([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => await request.ReadFormAsync();

        [Function("BadQueue")]
        public static void BadQueue([QueueTrigger("no_such--", Connection = Anything)] string message) => _ = message;

        [Function("UnsetQueue")]
        public static void UnsetQueue([QueueTrigger("%MissingQueue%")] string message) => _ = message;

        [Function("NoConnection")]
        public static void NoConnection([QueueTrigger("events", Connection = "OtherStorage")] string message) => _ = message;

        [Function("BadSchedule")]
        public static void BadSchedule([TimerTrigger("every day")] TimerInfo timer) => _ = timer;

        [Function("OutputOfNothing")]
        [QueueOutput("events")]
        public static void OutputOfNothing([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => _ = request;
    }
}
