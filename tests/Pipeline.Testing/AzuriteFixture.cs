using Pipeline.LocalHost.Storage;
using Xunit;

namespace Pipeline.Testing;

/// <summary>One Azurite for the tests of a collection: free ports, an empty temporary data folder, gone at the end.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..16];
    private AzuriteServer? _server;
    private int _names;

    /// <summary>Connection string of the development account, with the three endpoints.</summary>
    public string ConnectionString => Server.Ports.ConnectionString;

    /// <summary>Address of the table service, with the account's name as path.</summary>
    public Uri TableEndpoint => AzuritePorts.Endpoint(Server.Ports.Table);

    /// <summary>Address of the queue service, with the account's name as path.</summary>
    public Uri QueueEndpoint => AzuritePorts.Endpoint(Server.Ports.Queue);

    private AzuriteServer Server => _server ?? throw new InvalidOperationException("The fixture is not initialised.");

    /// <summary>A table name that no other test uses.</summary>
    /// <param name="prefix">Letters and digits, beginning with a letter; at most 40.</param>
    /// <returns>The prefix and characters that make it unique.</returns>
    public string NewTableName(string prefix) => prefix + Suffix();

    /// <summary>A queue name that no other test uses.</summary>
    /// <param name="prefix">Lower-case letters, digits and single hyphens, beginning with a letter or digit; at most 39.</param>
    /// <returns>The prefix, a hyphen and characters that make it unique.</returns>
    public string NewQueueName(string prefix) => prefix + "-" + Suffix();

    public async Task InitializeAsync()
    {
        var installation = await new AzuriteInstaller(AzuriteFolder.Default).InstallAsync(Console.Out, CancellationToken.None);
        var data = Path.Combine(Path.GetTempPath(), "pipeline-azurite-" + Path.GetRandomFileName());
        _server = await AzuriteServer.StartAsync(installation, AzuritePorts.Free, data, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private string Suffix() => $"{_run}{Interlocked.Increment(ref _names):x4}";
}
