using System.Net;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Embedded.Tables;

[Collection("azurite")]
public sealed class RetryTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Add_ServerBusyTwice_SucceedsAtTheThirdTryAndSignsEach()
    {
        var table = await TestTables.CreateAsync(azurite);
        using var handler = new ScriptedHandler(
            ScriptedHandler.Status(HttpStatusCode.ServiceUnavailable), ScriptedHandler.Status(HttpStatusCode.InternalServerError));
        var busy = new TableClient(azurite.ConnectionString, table.Name, handler.Options());

        await busy.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        Assert.Equal(3, handler.Requests.Count);
        Assert.All(handler.Requests, request => Assert.StartsWith("SharedKeyLite devstoreaccount1:", request.Authorization, StringComparison.Ordinal));
        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task Submit_ServerBusyOnce_SendsTheWholeBodyAgain()
    {
        var table = await TestTables.CreateAsync(azurite);
        using var handler = new ScriptedHandler(ScriptedHandler.Status(HttpStatusCode.ServiceUnavailable));
        var busy = new TableClient(azurite.ConnectionString, table.Name, handler.Options());

        await TestTables.FillAsync(busy, 10);

        Assert.Equal(handler.Requests[0].Length, handler.Requests[1].Length);
        Assert.Equal(10, (await TestTables.ReadAllAsync(table.QueryAsync<TableEntity>())).Count);
    }

    [Fact]
    public async Task Get_AlwaysBusy_FailsAfterFourTries()
    {
        using var handler = new ScriptedHandler([.. Enumerable.Repeat(ScriptedHandler.Status(HttpStatusCode.ServiceUnavailable), 9)]);
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal((503, 4), (failure.Status, handler.Requests.Count));
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task Update_FinalStatus_IsNotTriedAgain(HttpStatusCode status)
    {
        using var handler = new ScriptedHandler(ScriptedHandler.Status(status));
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));

        Assert.Equal(((int)status, 1), (failure.Status, handler.Requests.Count));
    }

    [Fact]
    public async Task Get_CancelledWhileWaitingForTheNextTry_Stops()
    {
        using var stop = new CancellationTokenSource();
        using var handler = new ScriptedHandler([.. Enumerable.Repeat(ScriptedHandler.Status(HttpStatusCode.ServiceUnavailable), 9)]);
        handler.OnRequest = stop.Cancel;
        var options = handler.Options();
        options.Retry.Delay = TimeSpan.FromMinutes(1);
        var table = new TableClient(azurite.ConnectionString, "Any", options);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: stop.Token));

        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task EveryCall_AlreadyCancelled_MakesNoRequest()
    {
        using var handler = new ScriptedHandler();
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.AddEntityAsync(new TableEntity("p", "r"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestTables.ReadAllAsync(table.QueryAsync<TableEntity>(cancellationToken: cancelled)));

        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Get_AnswerThatIsNotJson_FailsWithItsStatus()
    {
        using var handler = new ScriptedHandler(() => new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("<html>no</html>") });
        var table = new TableClient(azurite.ConnectionString, "Any", handler.Options());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal(403, failure.Status);
    }

    [Fact]
    public async Task TokenCredential_OnHttps_SendsTheTokenForStorage()
    {
        using var handler = new ScriptedHandler(ScriptedHandler.Json("""{"value":[{"TableName":"Leads"}]}"""));
        var asked = new List<string>();
        var credential = DelegatedTokenCredential.Create((context, _) =>
        {
            asked.AddRange(context.Scopes);
            return new AccessToken("secret", DateTimeOffset.MaxValue);
        });
        var service = new TableServiceClient(new Uri("https://account.table.core.windows.net"), credential, handler.Options());

        var tables = await TestTables.ReadAllAsync(service.QueryAsync());

        Assert.Equal("Leads", Assert.Single(tables).Name);
        Assert.Equal("Bearer secret", Assert.Single(handler.Requests).Authorization);
        Assert.Equal(["https://storage.azure.com/.default"], asked);
        Assert.Equal("account", service.AccountName);
    }

    [Fact]
    public void TokenCredential_OnHttp_IsRefused()
    {
        var credential = DelegatedTokenCredential.Create((_, _) => new AccessToken("secret", DateTimeOffset.MaxValue));

        Assert.Throws<ArgumentException>(() => new TableServiceClient(azurite.TableEndpoint, credential));
    }
}
