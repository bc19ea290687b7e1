using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Pipeline.LocalHostTests.Http;

public sealed class HttpTests
{
    [Theory]
    [InlineData("/api/Default", "GET")]
    [InlineData("/api/default", "GET")]
    [InlineData("/api/Default/", "GET")]
    [InlineData("/api/items/41", "int 41")]
    [InlineData("/api/items/abc", "name abc")]
    [InlineData("/api/items/a%2Fb", "name a%2Fb")]
    [InlineData("/api/items/%C3%85sa", "name Åsa")]
    [InlineData("/api/files/a/b.txt", "a/b.txt")]
    [InlineData("/api/files", "none")]
    [InlineData("/api/pages", "first")]
    [InlineData("/api/pages/7", "7")]
    public async Task Get_OfRoute_GivesTheFunctionsAnswer(string url, string expected)
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        using var answer = await host.Client.GetAsync(url);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Empty(host.Log.Errors);
    }

    [Theory]
    [InlineData("DELETE", "/api/items/4", HttpStatusCode.OK)]
    [InlineData("PUT", "/api/Default", HttpStatusCode.OK)]
    [InlineData("GET", "/api/status/418", (HttpStatusCode)418)]
    [InlineData("GET", "/api/status/302", HttpStatusCode.Redirect)]
    [InlineData("GET", "/api/status/405", HttpStatusCode.MethodNotAllowed)]
    public async Task Request_OfMethodAndRoute_GivesTheFunctionsStatus(string method, string url, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        using var answer = await host.SendAsync(new HttpMethod(method), url);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/items/4")]
    [InlineData("HEAD", "/api/items/4")]
    [InlineData("POST", "/")]
    [InlineData("GET", "/default")]
    [InlineData("GET", "/admin/functions/Item")]
    [InlineData("GET", "/api/unknown")]
    public async Task Request_WithoutFunction_IsAnEmpty404(string method, string url)
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        using var answer = await host.SendAsync(new HttpMethod(method), url);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
        Assert.Empty(answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("", "/items/1")]
    [InlineData("v1/x", "/v1/x/items/1")]
    public async Task Route_WithPrefixOfHostJson_StartsWithIt(string prefix, string url)
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All)
        {
            HostJson = $$"""{ "version": "2.0", "extensions": { "http": { "routePrefix": "{{prefix}}" } } }""",
        });

        Assert.Equal("int 1", await host.Client.GetStringAsync(url));
    }

    [Fact]
    public async Task Request_OnItsWay_KeepsWhatItCameWith()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/describe?a=1&b=%20c");
        request.Content = new StringContent("<ü>", new MediaTypeHeaderValue("text/plain"));
        request.Headers.Host = "shop.test:8080";
        request.Headers.Add("Accept-Encoding", "br");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var answer = await host.Client.SendAsync(request);

        using var seen = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var root = seen.RootElement;
        Assert.Equal("POST", root.GetProperty("Method").GetString());
        Assert.Equal("http://shop.test:8080/api/describe?a=1&b=%20c", root.GetProperty("Url").GetString());
        Assert.Equal("/api/describe?a=1&b=%20c", root.GetProperty("Target").GetString());
        Assert.Equal("<ü>", root.GetProperty("Body").GetString());
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", root.GetProperty("TraceParent").GetString());
        Assert.Equal(["shop.test:8080"], Header(root, "Host"));
        Assert.Equal(["br"], Header(root, "Accept-Encoding"));
        Assert.Equal(["127.0.0.1"], Header(root, "X-Forwarded-For"));
        Assert.Equal(["shop.test:8080"], Header(root, "X-Forwarded-Host"));
        Assert.Equal(["http"], Header(root, "X-Forwarded-Proto"));
    }

    [Fact]
    public async Task Request_WithAnInvocationId_GetsAnotherOne()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/describe");
        request.Headers.Add("x-ms-invocation-id", "mine");

        using var answer = await host.Client.SendAsync(request);

        using var seen = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var id = Assert.Single(answer.Headers.GetValues("x-ms-invocation-id"));
        Assert.Equal(id, seen.RootElement.GetProperty("Id").GetString());
        Assert.Equal([id], Header(seen.RootElement, "x-ms-invocation-id"));
        Assert.NotEqual("mine", id);
    }

    [Fact]
    public async Task Cookies_OnTwoLines_ReachTheFunctionAsOne()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        const string Head = "POST /api/describe HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nCookie: b=2\r\nContent-Length: 0\r\n";

        var answer = await SendRawAsync(host, Head);

        Assert.Contains("\"a=1; b=2\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_OfMoreThan100MB_IsRefused()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        var answer = await SendRawAsync(host, "POST /api/describe HTTP/1.1\r\nHost: a\r\nContent-Length: 104857601\r\n");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_ThatThrows_IsLoggedOnceAndAnswers500WithNothing()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        using var answer = await host.Client.GetAsync("/api/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        var id = Assert.Single(answer.Headers.GetValues("x-ms-invocation-id"));
        Assert.Equal([$"Function Fails failed (invocation {id}): secret"], host.Log.Errors);
    }

    [Fact]
    public async Task Request_ThatSucceeds_LogsNothing()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        var before = host.Log.Lines.Count;

        await host.Client.GetStringAsync("/api/items/1");

        Assert.Equal(before, host.Log.Lines.Count);
    }

    [Fact]
    public async Task Stop_WhileRequestRuns_LetsItEnd()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
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
    public async Task StartPage_AtTheRoot_TellsHowToSendTheFirstEvent()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        using var page = await host.Client.GetAsync("/");
        using var head = await host.SendAsync(HttpMethod.Head, "/");

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"curl -X POST {host.Client.BaseAddress}e", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(page.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task StartPage_AskedForByAnyHostName_IsNoWayToPlantMarkup()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        var answer = await SendRawAsync(host, "GET / HTTP/1.1\r\nHost: a\"><script>x\r\n");

        Assert.DoesNotContain("<script>x", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DemoFolder_BesideTheHost_IsServed()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));

        using var bare = await host.Client.GetAsync("/demo");
        using var missing = await host.Client.GetAsync("/demo/missing.html");

        Assert.Empty(host.Log.Errors);
        Assert.Equal(HttpStatusCode.MovedPermanently, bare.StatusCode);
        Assert.Equal("/demo/", new Uri(host.Client.BaseAddress!, bare.Headers.Location!).AbsolutePath);
        Assert.Contains("<form", await host.Client.GetStringAsync("/demo/contact.html"), StringComparison.Ordinal);
        Assert.Contains("</html>", await host.Client.GetStringAsync("/demo/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Cors_WithConfiguredOrigin_AnswersPreflight()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All)
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

    private static IEnumerable<string?> Header(JsonElement description, string name) =>
        description.GetProperty("Headers").GetProperty(name).EnumerateArray().Select(value => value.GetString());

    private static async Task<string> SendRawAsync(TestHost host, string head)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + "Connection: close\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }
}
