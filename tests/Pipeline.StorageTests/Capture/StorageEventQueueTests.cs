using Azure;
using Azure.Storage.Queues;
using Pipeline.Capture;
using Pipeline.Storage.Capture;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Capture;

[Collection("azurite")]
public sealed class StorageEventQueueTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task SendAsync_QueueIsMissing_MakesItAndStoresTheMessageForGood()
    {
        var client = Client();
        byte[] message = [.. "{\"v\":1,\"events\":[],\"rejected\":[]} \u0000é😀"u8];

        await new StorageEventQueue(client).SendAsync(message, CancellationToken.None);

        var received = (await client.ReceiveMessageAsync()).Value;
        Assert.Equal(message, received.Body.ToArray());
        Assert.Equal(9999, received.ExpiresOn!.Value.Year);
    }

    [Fact]
    public async Task SendAsync_MessageAtAndAboveTheLimit_StoresAndThrows()
    {
        var client = Client();
        var queue = new StorageEventQueue(client);

        await queue.SendAsync(new byte[EventMessage.MaxBytes], CancellationToken.None);

        await Assert.ThrowsAsync<RequestFailedException>(() => queue.SendAsync(new byte[EventMessage.MaxBytes + 1], CancellationToken.None));
        Assert.Single((await client.PeekMessagesAsync(32)).Value);
    }

    private QueueClient Client() => new(
        azurite.ConnectionString, azurite.NewQueueName("events"), new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
}
