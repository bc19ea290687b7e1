using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Pipeline.StorageTests.Embedded.Tables;

public sealed class AllTypesRow : ITableEntity
{
    public string PartitionKey { get; set; } = "p";

    public string RowKey { get; set; } = "r";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Text { get; set; }

    public int Small { get; set; }

    public long Large { get; set; }

    public ulong Huge { get; set; }

    public double Ratio { get; set; }

    public bool Flag { get; set; }

    public Guid Token { get; set; }

    public DateTimeOffset Moment { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTime Utc { get; set; } = DateTime.UnixEpoch;

    public byte[]? Bytes { get; set; }

    public BinaryData? Data { get; set; }

    public DayOfWeek Day { get; set; }

    public int? OptionalInt32 { get; set; }

    public long? OptionalInt64 { get; set; }

    public DateTimeOffset? OptionalMoment { get; set; }

    public DayOfWeek? OptionalDay { get; set; }

    [DataMember(Name = "Renamed")]
    public string? Named { get; set; }

    [IgnoreDataMember]
    public decimal Ignored { get; set; }

    public string? OnceOnly { get; init; }

    public string Computed => Text + "!";

#pragma warning disable CA1051 // Public fields are stored, too.
    public int Field;
#pragma warning restore CA1051
}
