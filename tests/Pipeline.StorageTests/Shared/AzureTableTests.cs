using Azure;
using Azure.Data.Tables;
using Pipeline.Storage.Shared;

namespace Pipeline.StorageTests.Shared;

/// <summary>Whether a transaction was done is known only from an answer to each of its writes.</summary>
public sealed class AzureTableTests
{
    private const string Account = "DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:1/acc";

    [Fact]
    public async Task Write_EveryWriteAnswered_GivesTheETagsInOrder()
    {
        using var handler = new ScriptedHandler(ScriptedHandler.Parts(204, 204, 204));

        Assert.Equal(["W/\"0\"", "W/\"1\"", "W/\"2\""], await Table(handler).WriteAsync(Writes(3), default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Write_AnotherNumberOfAnswers_Fails(int answers)
    {
        using var handler = new ScriptedHandler(ScriptedHandler.Parts(Enumerable.Repeat(204, answers)));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table(handler).WriteAsync(Writes(3), default));

        Assert.Contains($"{answers} of 3", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, 204, 204)]
    [InlineData(204, 500, 204)]
    [InlineData(204, 204, 404)]
    public async Task Write_OneOfTheAnswersIsARefusal_Fails(params int[] statuses)
    {
        using var handler = new ScriptedHandler(ScriptedHandler.Parts(statuses));

        await Assert.ThrowsAnyAsync<RequestFailedException>(() => Table(handler).WriteAsync(Writes(3), default));
    }

    private static AzureTable Table(ScriptedHandler handler) => new(new TableClient(Account, "Any", handler.Options()));

    private static RowWrite[] Writes(int count) => [.. Enumerable.Range(0, count).Select(number => RowWrite.Upsert(new TableEntity("p", $"{number}")))];
}
