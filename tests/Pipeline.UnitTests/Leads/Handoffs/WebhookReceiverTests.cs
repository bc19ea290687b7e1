using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Pipeline.Functions.Leads.Handoffs;
using Pipeline.Leads.Handoffs;
using Pipeline.Lifecycle;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Leads.Handoffs;

public sealed class WebhookReceiverTests
{
    private static readonly HandoffPayload Payload = new()
    {
        Version = 1,
        Id = "l_1|1",
        Label = EntryLabel.New,
        Entry = 1,
        EnteredAt = DateTimeOffset.UnixEpoch,
        At = DateTimeOffset.UnixEpoch,
        Lead = new()
        {
            LeadId = "l_1",
            Email = "a@example.org",
            Fields = [],
            Score = 80,
            Band = 1,
            Grade = Pipeline.Scoring.FitGrade.D,
            Stage = "mql",
            StageSince = default,
            CreatedAt = default,
            LastActivityAt = default,
        },
        Fit = new(Pipeline.Scoring.FitGrade.D, 0, []),
        Ledger = [],
        Journey = [],
        Touches = 0,
    };

    [Theory]
    [InlineData("204 No Content", true)]
    [InlineData("200 OK", true)]
    [InlineData("410 Gone", false)]
    public async Task Send_Answer_TellsWhetherItWasTaken(string status, bool taken) => Assert.Equal(taken, await SendAsync(status));

    [Theory]
    [InlineData("302 Found")]
    [InlineData("400 Bad Request")]
    [InlineData("404 Not Found")]
    public async Task Send_AnswerThatWillNotPass_FailsAtOnce(string status)
    {
        var error = await Assert.ThrowsAsync<HandoffFailedException>(() => SendAsync(status));

        Assert.Contains(status[..3], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("https://crm.example/hook", "0123456789abcdef", true)]
    [InlineData("http://127.0.0.1:1/hook", "0123456789abcdef", true)]
    [InlineData("http://crm.example/hook", "0123456789abcdef", false)]
    [InlineData("https://user:word@crm.example/hook", "0123456789abcdef", false)]
    [InlineData("https://crm.example/hook", "0123456789abcde", false)]
    [InlineData("https://crm.example/hook", null, false)]
    [InlineData("hook", "0123456789abcdef", false)]
    public void Options_AddressAndSecret_AreCheckedTogether(string? url, string? secret, bool valid) =>
        Assert.Equal(valid, new HandoffAddressValidator().Validate(null, new HandoffOptions { Url = url, Secret = secret }).Succeeded);

    [Theory]
    [InlineData("http://127.0.0.1:9/hook", "Production")]
    [InlineData("http://localhost:9/hook", "Production")]
    [InlineData("https://169.254.169.254/latest", "Development")]
    [InlineData("https://10.0.0.1/hook", "Development")]
    [InlineData("https://[::ffff:192.168.1.1]/hook", "Development")]
    public async Task Send_ToAnAddressInsideANetwork_FailsAtOnceAndSaysWhy(string url, string environment)
    {
        var options = new HandoffOptions { Url = url, Secret = "0123456789abcdef" };
        using var receiver = new WebhookReceiver(Options.Create(options), new ManualClock(), In(environment));

        var error = await Assert.ThrowsAsync<HandoffFailedException>(() => receiver.SendAsync(Payload, default));

        Assert.Contains("AllowPrivateAddresses", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", false)]
    [InlineData("Production", true)]
    public async Task Send_ToLoopback_IsAllowedToDevelopersAndByTheSetting(string environment, bool allows) =>
        Assert.True(await SendAsync("204 No Content", environment, allows));

    private static IConfiguration In(string environment) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("AZURE_FUNCTIONS_ENVIRONMENT", environment)])
        .Build();

    private static async Task<bool> SendAsync(string status, string environment = "Development", bool allows = false)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new HandoffOptions
        {
            Url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hook",
            Secret = "0123456789abcdef",
            AllowPrivateAddresses = allows,
        };
        using var receiver = new WebhookReceiver(Options.Create(options), new ManualClock(), In(environment));
        var answer = AnswerOnceAsync(listener, status);
        try
        {
            return await receiver.SendAsync(Payload, default);
        }
        finally
        {
            Assert.StartsWith("POST /hook ", await answer, StringComparison.Ordinal);
        }
    }

    private static async Task<string> AnswerOnceAsync(TcpListener listener, string status)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var buffer = new byte[65_536];
        var length = 0;
        var text = string.Empty;
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal) || !text.EndsWith('}'))
        {
            length += await stream.ReadAsync(buffer.AsMemory(length));
            text = Encoding.UTF8.GetString(buffer, 0, length);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return text;
    }
}
