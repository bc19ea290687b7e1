using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class HandoffWebhookTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Secret = "a secret of the receiver";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Handoff_LeadThatBecomesMql_ReachesAReceiverThatVerifiesItsSignature()
    {
        var received = new ConcurrentQueue<(IHeaderDictionary Headers, byte[] Body)>();
        await using var receiver = await ReceiveAsync(received);
        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString,
            ("Pipeline__Handoff__Url", receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
                + "/hook"),
            ("Pipeline__Handoff__Secret", Secret));

        await app.ImportAsync(new
        {
            v = 1,
            events = new object[]
            {
                new { id = "p", type = "page_view", url = "https://www.example.org/pricing", visitor = "c1" },
                new { id = "f", type = "form", form = "demo", visitor = "c1", email = "ann@example.org", fields = new { company = "Acme" } },
            },
        });
        var (headers, body) = (await Poll.UntilAsync(
            () => Task.FromResult<(IHeaderDictionary Headers, byte[] Body)?>(received.Count > 1 ? received.Last() : null),
            last => last is not null,
            Patience,
            () => app.Output))!.Value;

        // Computed here by its specification, not by the code under test. The first answer was 503, so it came twice under one id.
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.").Concat(body).ToArray();
        Assert.Equal(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed)), headers["webhook-signature"]);
        Assert.Single(received.Select(delivery => delivery.Headers["webhook-id"].ToString()).Distinct());
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(headers["webhook-timestamp"]!, null), 0, 120);
        using var told = JsonDocument.Parse(body);
        Assert.Equal("new", told.RootElement.GetProperty("label").GetString());
        Assert.Equal("ann@example.org", told.RootElement.GetProperty("lead").GetProperty("email").GetString());
        Assert.Equal(headers["webhook-id"], told.RootElement.GetProperty("id").GetString());
        Assert.True(told.RootElement.GetProperty("ledger").GetArrayLength() > 1);
        await app.DrainAsync();
        using var leads = JsonDocument.Parse(await app.Client.GetStringAsync("api/leads"));
        var leadId = leads.RootElement.GetProperty("leads")[0].GetProperty("leadId").GetString();
        using var lead = JsonDocument.Parse(await app.Client.GetStringAsync($"api/leads/{leadId}"));
        Assert.Equal("delivered", lead.RootElement.GetProperty("handoffs")[0].GetProperty("state").GetString());
        Assert.DoesNotContain("ann@", app.Output, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> ReceiveAsync(ConcurrentQueue<(IHeaderDictionary Headers, byte[] Body)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = builder.Build();
        receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue((new HeaderDictionary(request.Headers.ToDictionary()), body.ToArray()));
            return Results.StatusCode(received.Count == 1 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent);
        });
        await receiver.StartAsync();
        return receiver;
    }
}
