using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace Pipeline.StorageTests.Embedded.Worker;

public sealed class HttpTests
{
    [Theory]
    [InlineData("/api/Default", "GET")]
    [InlineData("/api/default", "GET")]
    [InlineData("/api/Default/", "GET")]
    [InlineData("/api/Action", """{"leadId":"l_1"}""")]
    [InlineData("/api/items/41", "int 42")]
    [InlineData("/api/items/abc", "name abc")]
    [InlineData("/api/files/a/b.txt", "a/b.txt")]
    [InlineData("/api/files", "none")]
    [InlineData("/api/pages", "first of 20")]
    [InlineData("/api/pages/7", "7 of 20")]
    [InlineData("/api/typed/0b0e8c4e-6f0e-4a53-9b4e-b6f5d2a5c111/true/2026-03-02T10:00:00/5000000000", "0b0e8c4e6f0e4a539b4eb6f5d2a5c111 True 2026-03-02 10:00 5000000000")]
    [InlineData("/api/action", """{"leadId":"l_1"}""")]
    [InlineData("/api/both", "action")]
    [InlineData("/api/text", "")]
    [InlineData("/api/direct", "direct")]
    [InlineData("/api/context/abc", "Context abc True True False")]
    public async Task Get_OfRoute_GivesTheFunctionsAnswer(string url, string expected)
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)));

        using var answer = await host.Client.GetAsync(url);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Empty(host.Log.Errors);
    }

    [Theory]
    [InlineData("DELETE", "/api/items/4", HttpStatusCode.OK)]
    [InlineData("POST", "/api/items/4", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/api/Default", HttpStatusCode.OK)]
    [InlineData("POST", "/api/Action", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/default", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/property", (HttpStatusCode)418)]
    public async Task Request_OfMethodAndRoute_GivesStatus(string method, string url, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)));

        using var answer = await host.SendAsync(new HttpMethod(method), url);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("", "/items/1")]
    [InlineData("v1/x", "/v1/x/items/1")]
    public async Task Route_WithPrefixOfHostJson_StartsWithIt(string prefix, string url)
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions))
        {
            HostJson = $$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""",
        });

        Assert.Equal("int 2", await host.Client.GetStringAsync(url));
    }

    [Fact]
    public async Task RouteValue_ThatCannotBeConverted_Gives500WithoutRunningTheFunction()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)));

        using var answer = await host.Client.GetAsync("/api/typed/no-guid/true/2026-03-02/1");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Fact]
    public async Task Function_ThatThrows_IsLoggedOnceAndAnswers500WithNothing()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)));

        using var answer = await host.Client.GetAsync("/api/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("X-Leak"));
        Assert.Equal(["Function Fails failed."], host.Log.Errors);
    }

    [Fact]
    public async Task Request_WithoutMiddleware_LogsNothing()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)));
        var before = host.Log.Lines.Count;

        await host.Client.GetStringAsync("/api/items/1");

        Assert.Equal(before, host.Log.Lines.Count);
    }

    [Fact]
    public async Task Middleware_OfTwo_RunsInOrderAndSharesItems()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions))
        {
            Configure = builder => builder.UseMiddleware<Outer>().UseMiddleware<Inner>(),
        });

        Assert.Equal("Context k True True True", await host.Client.GetStringAsync("/api/context/k"));
        Assert.Equal("outer, seen False", await host.Recorder.NextAsync());
        Assert.Equal("inner, seen True", await host.Recorder.NextAsync());
        Assert.Equal("outer ends", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task Stop_WhileRequestRuns_LetsItEnd()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)));
        var request = host.Client.GetStringAsync("/api/slow");
        Assert.Equal("begin", await host.Recorder.NextAsync());

        var stop = host.StopAsync();
        Assert.False(stop.IsCompleted);
        host.Recorder.Gate.SetResult();
        await stop;

        Assert.Equal("slow", await request);
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.GetStringAsync("/api/default"));
    }

    [Fact]
    public async Task FunctionClass_ThatIsDisposable_IsMadeAndDisposedForEachRequest()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(Disposed)));

        string[] answers = [await host.Client.GetStringAsync("/api/disposed"), await host.Client.GetStringAsync("/api/disposed")];

        Assert.Equal(["ran 1", "ran 1"], answers);
        Assert.Equal("disposed", await host.Recorder.NextAsync());
        Assert.Equal("disposed", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task DemoFolder_BesideTheApplication_IsServed()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions)) { Files = { ["demo/index.html"] = "<p>shop</p>", ["demo/a.css"] = "p{}" } });

        using var bare = await host.Client.GetAsync("/demo");
        using var missing = await host.Client.GetAsync("/demo/missing.html");

        Assert.Equal("/demo/", bare.Headers.Location?.IsAbsoluteUri == true ? bare.Headers.Location.AbsolutePath : bare.Headers.Location?.ToString());
        Assert.Equal("<p>shop</p>", await host.Client.GetStringAsync("/demo/"));
        Assert.Equal("p{}", await host.Client.GetStringAsync("/demo/a.css"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Cors_WithConfiguredOrigin_AnswersPreflight()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(HttpFunctions))
        {
            Files = { ["local.settings.json"] = """{ "Host": { "CORS": "http://shop.test", "CORSCredentials": true } }""" },
        });
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/items/1");
        request.Headers.Add("Origin", "http://shop.test");
        request.Headers.Add("Access-Control-Request-Method", "DELETE");

        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(["http://shop.test"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], answer.Headers.GetValues("Access-Control-Allow-Credentials"));
    }

    public sealed class Disposed(Recorder recorder) : IAsyncDisposable
    {
        private int _runs;

        [Function("Disposed")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text($"ran {++_runs}{request.QueryString}");

        public ValueTask DisposeAsync()
        {
            recorder.Add("disposed");
            return ValueTask.CompletedTask;
        }
    }

    public sealed class Outer(Recorder recorder) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            recorder.Add("outer, seen " + context.Items.ContainsKey("seen"));
            context.Items["seen"] = true;
            await next(context);
            recorder.Add("outer ends");
        }
    }

    public sealed class Inner(Recorder recorder) : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            recorder.Add("inner, seen " + context.Items.ContainsKey("seen"));
            return next(context);
        }
    }
}
