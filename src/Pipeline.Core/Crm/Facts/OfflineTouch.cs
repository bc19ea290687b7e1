using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Records;

namespace Pipeline.Crm.Facts;

/// <summary>
/// A contact outside the website: a trade-fair list, a call. Of one id the upload with the greatest (upload time, row, content hash)
/// counts.
/// Persisted: add fields, never rename.
/// </summary>
public sealed record OfflineTouch
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Lead under which it is stored.</summary>
    public required string LeadId { get; init; }

    /// <summary>Normalised e-mail address of the row.</summary>
    public required string Email { get; init; }

    /// <summary>Id that the upload gave, or one made of its content.</summary>
    public required string Id { get; init; }

    /// <summary>When its upload was received; UTC. Of equal content the last time.</summary>
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>Number of its row in the upload: of one upload the later row counts. 0 for what earlier releases stored.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public int Row { get; init; }

    /// <summary>When it happened; UTC. The end of the local day when only the date is known.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it was, for example <c>Salon SITL 2026</c>; null when not given.</summary>
    public string? Name { get; init; }

    /// <summary>Campaign; null when not given.</summary>
    public string? Campaign { get; init; }

    /// <summary>Channel; null leaves it to the channel rules.</summary>
    public string? Channel { get; init; }

    /// <summary>Source; null when not given.</summary>
    public string? Source { get; init; }

    /// <summary>Medium; null when not given.</summary>
    public string? Medium { get; init; }

    /// <summary>True when the row took the touch back.</summary>
    public bool Removed { get; init; }

    /// <summary>Key of the fact; unique over all leads.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => FactKey.Of($"touch\n{LeadId}\n{Id}");

    /// <summary>True when both say the same, whenever they were uploaded.</summary>
    public bool SaysTheSame(OfflineTouch other) => this with { UploadedAt = other.UploadedAt, Row = other.Row } == other;

    /// <summary>True when this version must replace the stored one; the order in which they arrive does not matter.</summary>
    /// <param name="stored">Version that is kept now.</param>
    public bool Replaces(OfflineTouch stored)
    {
        var byTime = UploadedAt.CompareTo(stored.UploadedAt);
        var byRow = byTime != 0 ? byTime : Row.CompareTo(stored.Row);
        return byRow != 0 ? byRow > 0 : IsGreaterThan(stored);
    }

    /// <summary>Compares by content hash alone.</summary>
    public bool IsGreaterThan(OfflineTouch other) => Hash().AsSpan().SequenceCompareTo(other.Hash()) > 0;

    private byte[] Hash() =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this with { UploadedAt = default, Row = 0 }, CrmJson.Stored.OfflineTouch));
}
