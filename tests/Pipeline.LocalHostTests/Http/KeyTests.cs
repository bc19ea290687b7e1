using System.Net;
using System.Net.Sockets;
using Pipeline.LocalHost.Settings;

namespace Pipeline.LocalHostTests.Http;

public sealed class KeyTests
{
    private const string Both = """{ "Host": { "FunctionKey": "fkey", "MasterKey": "mkey" } }""";
    private const string FunctionOnly = """{ "Host": { "FunctionKey": "fkey" } }""";
    private const string MasterOnly = """{ "Host": { "MasterKey": "mkey" } }""";
    private const string None = "{}";

    [Theory]
    [InlineData(Both, "/api/keyed", null, 401)]
    [InlineData(Both, "/api/keyed", "", 401)]
    [InlineData(Both, "/api/keyed", "fkey", 200)]
    [InlineData(Both, "/api/keyed", "fkeY", 401)]
    [InlineData(Both, "/api/keyed", "fkey1", 401)]
    [InlineData(Both, "/api/keyed", "mkey", 200)]
    [InlineData(Both, "/api/keyed?code=fkey", null, 200)]
    [InlineData(Both, "/api/keyed?code=wrong", null, 401)]
    [InlineData(Both, "/api/keyedbydefault", null, 401)]
    [InlineData(Both, "/api/keyedbydefault", "fkey", 200)]
    [InlineData(Both, "/api/default", null, 200)]
    [InlineData(Both, "/api/master", null, 401)]
    [InlineData(Both, "/api/master", "fkey", 403)]
    [InlineData(Both, "/api/master", "mkey", 200)]
    [InlineData(Both, "/admin/functions", "wrong", 401)]
    [InlineData(Both, "/admin/functions", "fkey", 403)]
    [InlineData(Both, "/admin/functions", "mkey", 200)]
    [InlineData(Both, "/admin/host/status", null, 401)]
    [InlineData(Both, "/admin/host/status", "fkey", 403)]
    [InlineData(FunctionOnly, "/admin/functions", null, 401)]
    [InlineData(FunctionOnly, "/admin/functions", "fkey", 200)]
    [InlineData(FunctionOnly, "/api/master", "fkey", 200)]
    [InlineData(MasterOnly, "/api/keyed", null, 401)]
    [InlineData(MasterOnly, "/api/keyed", "mkey", 200)]
    [InlineData(None, "/api/keyed", null, 200)]
    [InlineData(None, "/api/master", null, 200)]
    [InlineData(None, "/admin/functions", null, 200)]
    public async Task Request_WithKey_GivesStatus(string settings, string url, string? key, int expected)
    {
        await using var host = await TestHost.StartAsync(
            new TestHostOptions(HttpFunctions.All) { Files = { ["local.settings.json"] = settings } });

        using var answer = await host.SendAsync(HttpMethod.Get, url, key: key);

        Assert.Equal((HttpStatusCode)expected, answer.StatusCode);
        Assert.Equal(expected == 401 ? ["Bearer"] : [], answer.Headers.WwwAuthenticate.Select(challenge => challenge.ToString()));
        Assert.Equal(expected == 200, (await answer.Content.ReadAsStringAsync()).Length > 0);
    }

    [Theory]
    [InlineData("127.0.0.1:PORT", null, null, 200)]
    [InlineData("localhost:PORT", null, null, 200)]
    [InlineData("LOCALHOST:PORT", "http://LOCALHOST:PORT", "same-origin", 200)]
    [InlineData("app.localhost:PORT", null, "none", 200)]
    [InlineData("[::1]:PORT", null, null, 200)]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:PORT", null, 200)]
    [InlineData("127.0.0.1:PORT", "http://listed.example", "cross-site", 200)]
    [InlineData("evil.example:PORT", null, null, 403)]
    [InlineData("evil.example:PORT", "http://evil.example:PORT", "same-origin", 403)]
    [InlineData("localhost.evil.example:PORT", null, null, 403)]
    [InlineData("10.0.0.1:PORT", null, null, 403)]
    [InlineData("127.0.0.1:PORT", "http://localhost:PORT", null, 403)]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:3000", "same-site", 403)]
    [InlineData("127.0.0.1:PORT", "https://127.0.0.1:PORT", null, 403)]
    [InlineData("127.0.0.1:PORT", "null", null, 403)]
    [InlineData("127.0.0.1:PORT", null, "cross-site", 403)]
    [InlineData("127.0.0.1:PORT", null, "same-site", 403)]
    public async Task Request_WhereNoKeyIsSet_MustComeFromThisMachineItself(string name, string? origin, string? site, int expected)
    {
        await using var host = await TestHost.StartAsync(
            new TestHostOptions(HttpFunctions.All) { Settings = { ["LocalHost:Cors"] = "http://listed.example" } });
        var port = host.Client.BaseAddress!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        foreach (var (method, path) in new[] { (HttpMethod.Get, "/api/keyed"), (HttpMethod.Get, "/admin/functions") })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Host = name.Replace("PORT", port, StringComparison.Ordinal);
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin.Replace("PORT", port, StringComparison.Ordinal));
            }

            if (site is not null)
            {
                request.Headers.Add("Sec-Fetch-Site", site);
            }

            using var answer = await host.Client.SendAsync(request);

            Assert.Equal((HttpStatusCode)expected, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Request_OfAnAnonymousRoute_ComesFromAnywhere()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(HttpFunctions.All));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/default");
        request.Headers.Host = "shop.example";
        request.Headers.Add("Origin", "https://www.shop.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Request_WithoutKey_DoesNotReachTheWorker()
    {
        await using var host = await TestHost.StartAsync(
            new TestHostOptions(HttpFunctions.All) { Settings = { ["LocalHost:FunctionKey"] = "fkey" } });

        using var refused = await host.Client.GetAsync("/api/keyed");
        using var answered = await host.SendAsync(HttpMethod.Get, "/api/keyed", key: "fkey");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, answered.StatusCode));
        Assert.Single((await host.Worker.NextStartAsync()).Received, message => message.InvocationRequest is not null);
    }

    [Fact]
    public async Task Start_OnOtherThanLoopbackWithoutKey_IsRefused()
    {
        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(
            new TestHostOptions(HttpFunctions.All) { Args = ["--port", "0", "--address", "0.0.0.0"] }));

        Assert.Contains("no key is set", Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnTakenPort_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var exception = await Assert.ThrowsAsync<StartupException>(
            () => TestHost.StartAsync(new TestHostOptions(HttpFunctions.All) { Args = [$"--port={port}"] }));

        Assert.StartsWith($"Port {port} on 127.0.0.1 is in use.", exception.Message, StringComparison.Ordinal);
    }
}
