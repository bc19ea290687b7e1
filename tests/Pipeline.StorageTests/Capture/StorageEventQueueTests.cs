using System.Text;
using Azure;
using Azure.Storage.Queues;
using Pipeline.Events.Messages;
using Pipeline.Storage.Capture;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Capture;

[Collection("azurite")]
public sealed class StorageEventQueueTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task SendAsync_QueueIsMissing_MakesItAndStoresTheMessageForGood()
    {
        var (queue, client) = Queue();
        byte[] message = [.. "{\"v\":1,\"events\":[],\"rejected\":[]} \u0000é😀"u8];

        await queue.SendAsync(message, CancellationToken.None);

        var received = (await client.ReceiveMessageAsync()).Value;
        Assert.Equal(message, received.Body.ToArray());
        Assert.Equal(9999, received.ExpiresOn!.Value.Year);
    }

    [Fact]
    public async Task SendAsync_MessageAtAndAboveTheLimit_StoresAndThrows()
    {
        var (queue, client) = Queue();

        await queue.SendAsync(new byte[EventMessage.MaxBytes], CancellationToken.None);

        await Assert.ThrowsAsync<RequestFailedException>(() => queue.SendAsync(
            new byte[EventMessage.MaxBytes + 1], CancellationToken.None));
        Assert.Single((await client.PeekMessagesAsync(32)).Value);
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_StoresEachItsOwn()
    {
        var (queue, client) = Queue();
        var messages = Enumerable.Range(0, 20).Select(i => Encoding.UTF8.GetBytes(new string((char)('a' + i), 1 + (i * 500)))).ToList();

        await Task.WhenAll(messages.Select(message => queue.SendAsync(message, CancellationToken.None)));

        var stored = (await client.PeekMessagesAsync(32)).Value.Select(message => message.Body.ToString());
        Assert.Equal(messages.Select(Encoding.UTF8.GetString), stored.Order());
    }

    private (StorageEventQueue Queue, QueueClient Client) Queue()
    {
        var name = azurite.NewQueueName("events");
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        return (new(given => new QueueClient(azurite.ConnectionString, name, given)), new QueueClient(
            azurite.ConnectionString, name, options));
    }
}
