using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.EndToEndTests.App;

/// <summary>Broken framing and torn connections, byte by byte through host and worker: 400 or nothing, and no error in the log.</summary>
[Trait("Clock", "Today")]
public sealed class BrokenRequestsTests(BadInputTests.Fixture fixture) : IClassFixture<BadInputTests.Fixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Routes =
        ["e", "forms/contact", "consent", "api/events", "api/crm", "api/leads/alias", "api/leads/find", "api/settings/scoring/preview"];

    [Fact]
    public async Task BrokenChunksAndResets_OnEveryRoute_AreNoErrorsOfOurs()
    {
        foreach (var route in Routes)
        {
            foreach (var chunks in new[] { "zz\r\n{}\r\n0\r\n\r\n", "5\r\n{}\r\n0\r\n\r\n", "2\r\n{}", "2\r\n{}\r\n" })
            {
                var answer = await SendAsync(route, "Transfer-Encoding: chunked", chunks, isTorn: false);
                Assert.True(
                    answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), $"{route}, {chunks}: {answer}");
            }

            _ = await SendAsync(route, "Transfer-Encoding: chunked", "2\r\n{}\r\n", isTorn: true);
            _ = await SendAsync(route, "Content-Length: 500", "{\"email\":\"ann@example.co", isTorn: true);
        }

        // What came after all that has been answered, so what they left in the log is there.
        using var health = await fixture.App.Client.GetAsync(new Uri("api/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        // A connection that is torn before the worker has begun with the call is told by the platform's worker, before any function of
        // ours; and storage that is slow on a busy machine is no fault of framing.
        string[] signs = ["fail:", "crit:", "Exception"];
        var errors = fixture.App.Output.Split('\n')
            .Where(line => Array.Exists(signs, sign => line.Contains(sign, StringComparison.Ordinal))
                && !line.Contains("Function invocation cancelled while waiting for start call", StringComparison.Ordinal)
                && !line.Contains("could not be stored; their senders are asked to send again", StringComparison.Ordinal));
        Assert.True(!errors.Any(), string.Join('\n', errors));
    }

    private async Task<string> SendAsync(string route, string framing, string body, bool isTorn)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.App.Address.Host, fixture.App.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(
            $"POST /{route} HTTP/1.1\r\nHost: {fixture.App.Address.Authority}\r\nContent-Type: application/json\r\n{framing}\r\n\r\n{body}"));
        if (isTorn)
        {
            client.LingerState = new LingerOption(true, 0);
            return string.Empty;
        }

        client.Client.Shutdown(SocketShutdown.Send);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(Patience);
        }
        catch (IOException)
        {
            // The server may reset what it has given up.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
