using Azure;
using Azure.Data.Tables;

namespace Pipeline.StorageTests.Embedded.Tables;

/// <summary>Has no public member for its keys.</summary>
public sealed class ExplicitRow : ITableEntity
{
    private string _visitor = string.Empty;
    private ETag _version;

    public int Count { get; set; }

    string ITableEntity.PartitionKey { get => _visitor; set => _visitor = value; }

    string ITableEntity.RowKey { get => "s"; set => Assert.Equal("s", value); }

    DateTimeOffset? ITableEntity.Timestamp { get; set; }

    ETag ITableEntity.ETag { get => _version; set => _version = value; }

    public static ExplicitRow For(string visitor) => new() { _visitor = visitor };

    public (string Visitor, ETag Version) Read() => (_visitor, _version);
}
