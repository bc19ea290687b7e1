namespace Pipeline.LocalHost.Storage;

/// <summary>The TCP ports on 127.0.0.1 of Azurite's three services.</summary>
/// <param name="Blob">Port of the blob service, 0 to 65535; 0 takes a free one.</param>
/// <param name="Queue">Port of the queue service, 0 to 65535; 0 takes a free one.</param>
/// <param name="Table">Port of the table service, 0 to 65535; 0 takes a free one.</param>
public sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    /// <summary>The ports that <c>UseDevelopmentStorage=true</c> means: 10000, 10001 and 10002.</summary>
    public static AzuritePorts Default { get; } = new(10000, 10001, 10002);

    /// <summary>Lets the operating system choose three free ports.</summary>
    public static AzuritePorts Free { get; } = new(0, 0, 0);

    /// <summary>The connection string of the development account on these ports.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
        + $"BlobEndpoint={Endpoint(Blob)};QueueEndpoint={Endpoint(Queue)};TableEndpoint={Endpoint(Table)};";

    /// <summary>The development account's name, the same in every Azurite.</summary>
    public static string AccountName => "devstoreaccount1";

    /// <summary>The development account's published key, the same in every Azurite; it protects nothing.</summary>
    public static string AccountKey => "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Address of the development account on one port.</summary>
    /// <param name="port">One of the ports.</param>
    /// <returns>An absolute address without a slash at its end.</returns>
    public static Uri Endpoint(int port) => new($"http://127.0.0.1:{port}/{AccountName}");

    internal IReadOnlyList<AzuriteService> Services => [new("Blob", Blob), new("Queue", Queue), new("Table", Table)];
}
