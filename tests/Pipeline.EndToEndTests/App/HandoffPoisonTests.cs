using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

/// <summary>A receiver of hand-offs that is down for longer than the host tries.</summary>
[Trait("Clock", "Today")]
public sealed partial class HandoffPoisonTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const int Tries = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Handoff_ReceiverIsDown_IsKeptAfterTheHostsTriesAndAReplayDeliversIt()
    {
        var received = new ConcurrentQueue<string>();
        var isUp = false;
        await using var receiver = await ReceiveAsync(id =>
        {
            received.Enqueue(id);
            return Volatile.Read(ref isUp) ? StatusCodes.Status204NoContent : StatusCodes.Status500InternalServerError;
        });
        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString,
            ("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "2"),
            ("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:01"),
            ("Pipeline__Handoff__Url", receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
                + "/hook"),
            ("Pipeline__Handoff__Secret", "a secret of the receiver"));

        await app.ImportAsync(new
        {
            v = 1,
            events = new object[] { new { id = "f", type = "form", form = "demo", visitor = "c1", email = "ann@example.org" } },
        });
        var kept = await Poll.UntilAsync(
            async () => (await app.GetJsonAsync("api/rejected?reason=poison&days=2")).GetProperty("rejected").EnumerateArray().ToList(),
            rows => rows.Count > 0,
            Patience,
            () => app.Output);

        var tries = FailedTry().Matches(app.Output).Select(failure => int.Parse(failure.Groups["try"].Value, null));
        Assert.Equal(Enumerable.Range(1, Tries), tries);
        Assert.EndsWith("handoffs", Assert.Single(kept).GetProperty("endpoint").GetString(), StringComparison.Ordinal);
        Assert.Equal("pending", await StateAsync(app));
        var before = received.Count;
        Assert.True(before >= Tries);

        Volatile.Write(ref isUp, true);
        using var replayed = await app.Client.PostAsync(
            new Uri($"api/rejected/{kept[0].GetProperty("id").GetString()}/replay", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        await Poll.UntilAsync(() => StateAsync(app), state => state == "delivered", Patience, () => app.Output);

        Assert.Equal(before + 1, received.Count);
        Assert.Single(received.Distinct());
        Assert.NotEqual(
            JsonValueKind.Null,
            (await app.GetJsonAsync("api/rejected?reason=poison&days=2")).GetProperty("rejected")[0].GetProperty("replayedAt").ValueKind);
    }

    private static async Task<string?> StateAsync(PipelineApp app)
    {
        var id = (await app.GetJsonAsync("api/leads")).GetProperty("leads")[0].GetProperty("leadId").GetString();
        return (await app.GetJsonAsync($"api/leads/{id}")).GetProperty("handoffs")[0].GetProperty("state").GetString();
    }

    private static async Task<WebApplication> ReceiveAsync(Func<string, int> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = builder.Build();
        receiver.MapPost("/hook", (HttpRequest request) => Results.StatusCode(answer(request.Headers["webhook-id"].ToString())));
        await receiver.StartAsync();
        return receiver;
    }

    [GeneratedRegex(@"SendHandoff failed on message \S+, try (?<try>\d+) of 2")]
    private static partial Regex FailedTry();
}
