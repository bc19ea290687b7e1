using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Pipeline.Records;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class BadMessageTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Queues = [QueueNames.Events, QueueNames.Scores, QueueNames.Handoffs, QueueNames.Rollups];

    // As they lie in the queue, and as they are kept.
    private static readonly (string Message, string Payload)[] Bad =
    [
        ("{\"v\":1,\"events\":[]}", "{\"v\":1,\"events\":[]}"),
        ("gr\u00fc\u00dfe & <gr\u00fc\u00dfe>", "gr\u00fc\u00dfe & <gr\u00fc\u00dfe>"),
        ("//79/A==", "//79/A=="),
        (Base64("{\"v\":1,\"events\":["), "{\"v\":1,\"events\":["),
        (Base64("<xml/>"), "<xml/>"),
        (Base64("{\"v\":77,\"version\":77}"), "{\"v\":77,\"version\":77}"),
    ];

    [Fact]
    public async Task Messages_ThatCannotBeRead_AreKeptWithTheirReasonAndLeaveNoPoison()
    {
        await using var app = await PipelineApp.StartAsync(azurite.ConnectionString);
        foreach (var queue in Queues)
        {
            var client = new QueueClient(
                azurite.ConnectionString, queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
            foreach (var (message, _) in Bad)
            {
                await client.SendMessageAsync(message);
            }
        }

        var rejected = await Poll.UntilAsync(
            async () => (await app.GetJsonAsync("api/rejected")).GetProperty("rejected").EnumerateArray().ToList(),
            rows => rows.Count >= Queues.Length * Bad.Length,
            Patience,
            () => app.Output);
        await app.DrainAsync();

        var expected = from queue in Queues from bad in Bad select $"queue:{queue} malformed {bad.Payload}";
        Assert.Equal(
            expected.Order(), rejected.Select(row => $"{Text(row, "endpoint")} {Text(row, "reason")} {Text(row, "payload")}").Order());
        Assert.All(rejected, row => Assert.NotEmpty(row.GetProperty("problems").EnumerateArray()));
        foreach (var queue in Queues)
        {
            Assert.Equal(0, (await app.Queue(queue + QueueNames.PoisonSuffix).GetPropertiesAsync()).Value.ApproximateMessagesCount);
        }

        Assert.Equal(0, await app.StopAsync());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
