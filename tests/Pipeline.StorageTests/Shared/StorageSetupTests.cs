using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Shared;

[Collection("azurite")]
public sealed class StorageSetupTests(AzuriteFixture azurite) : IDisposable
{
    private readonly string _prefix = azurite.NewTableName("setup");
    private readonly ManualClock _clock = new();
    private readonly Gate _gate = new();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Start_StorageThatDoesNotAnswer_GoesOnAndCreatesLater()
    {
        using var setup = Setup("Production");

        await setup.StartAsync(CancellationToken.None);
        Assert.False(setup.Creation.IsCompleted);
        Assert.False(await ExistsAsync());

        _gate.IsOpen = true;
        await Poll.UntilAsync(() => Task.FromResult(_clock.PendingTimers), pending => pending == 1, TimeSpan.FromSeconds(30));
        _clock.Advance(StorageSetup.Pause);
        await setup.Creation;
        Assert.True(await ExistsAsync());
    }

    [Fact]
    public async Task Start_StorageThatAnswers_WaitsForTheTables()
    {
        _gate.IsOpen = true;
        using var setup = Setup(null);

        await setup.StartAsync(CancellationToken.None);

        Assert.True(await ExistsAsync());
    }

    [Fact]
    public async Task Start_OfADeveloper_TellsAtOnceThatStorageDoesNotAnswer()
    {
        using var setup = Setup("Development");

        await Assert.ThrowsAnyAsync<Exception>(() => setup.StartAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Stop_WhileStorageDoesNotAnswer_EndsTheTries()
    {
        using var setup = Setup("Production");
        await setup.StartAsync(CancellationToken.None);

        await setup.StopAsync(CancellationToken.None);

        Assert.True(setup.Creation.IsCanceled);
    }

    private StorageSetup Setup(string? environment)
    {
        var transport = new HttpClientTransport(new HttpClient(_gate, disposeHandler: false));
        return new StorageSetup(
            new QueueServiceClient(azurite.ConnectionString, new QueueClientOptions { Transport = transport, Retry = { MaxRetries = 0 } }),
            new TableServiceClient(azurite.ConnectionString, new TableClientOptions { Transport = transport, Retry = { MaxRetries = 0 } }),
            new StorageOptions { TablePrefix = _prefix },
            new ConfigurationBuilder().AddInMemoryCollection([new("AZURE_FUNCTIONS_ENVIRONMENT", environment)]).Build(),
            _clock,
            NullLogger<StorageSetup>.Instance);
    }

    private async Task<bool> ExistsAsync() =>
        await new TableServiceClient(azurite.ConnectionString).QueryAsync(table => table.Name == _prefix + "Rejected").AnyAsync();

    private sealed class Gate : DelegatingHandler
    {
        public Gate()
            : base(new HttpClientHandler())
        {
        }

        public bool IsOpen { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            IsOpen ? base.SendAsync(request, cancellationToken) : throw new HttpRequestException("Nobody answers.");
    }
}
