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
