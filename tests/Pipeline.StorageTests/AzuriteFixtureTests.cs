using Azure.Storage.Queues;
using Pipeline.Testing;

namespace Pipeline.StorageTests;

[Collection("azurite")]
public sealed class AzuriteFixtureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ConnectionString_WithTheQueueClient_SendsAndReceives()
    {
        var queue = new QueueClient(azurite.ConnectionString, azurite.NewQueueName("fixture"));
        await queue.CreateAsync();

        await queue.SendMessageAsync("hello");

        Assert.Equal("hello", (await queue.ReceiveMessageAsync()).Value.MessageText);
        Assert.StartsWith(azurite.QueueEndpoint.ToString(), queue.Uri.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TableEndpoint_AskedWithoutKey_IsAnAzuriteTableService()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        using var answer = await http.GetAsync(azurite.TableEndpoint);

        Assert.Contains("Azurite-Table", answer.Headers.Server.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NewNames_AskedTwice_DifferAndKeepThePrefix()
    {
        string[] tables = [azurite.NewTableName("Leads"), azurite.NewTableName("Leads")];
        string[] queues = [azurite.NewQueueName("events"), azurite.NewQueueName("events")];

        Assert.NotEqual(tables[0], tables[1]);
        Assert.NotEqual(queues[0], queues[1]);
        Assert.All(tables, name => Assert.Matches("^Leads[A-Za-z0-9]{3,58}$", name));
        Assert.All(queues, name => Assert.Matches("^events-[a-z0-9]{3,56}$", name));
    }
}
