using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Lifecycle;

namespace Pipeline.Leads.Facts;

/// <summary>
/// Telling sales that a lead became MQL for the n-th time: a row of the outbox, written with the profile that shows the entry.
/// A log, not a view: what was delivered stays so. Persisted: add fields, never rename.
/// </summary>
public sealed record Handoff
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Lead.</summary>
    public required string LeadId { get; init; }

    /// <summary>Number of the entry into MQL, from 1.</summary>
    public required int Entry { get; init; }

    /// <summary><see cref="EntryLabel.New"/> for the first entry, else <see cref="EntryLabel.Reopened"/>.</summary>
    public required EntryLabel Label { get; init; }

    /// <summary>When the lead became MQL; UTC.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>When the pipeline learned of it; UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its delivery was asked for last; UTC. Null while there is no receiver.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What became of it.</summary>
    public required HandoffState State { get; init; }

    /// <summary>When it was delivered, refused or withdrawn; UTC, null before.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>True when its entry is gone and sales had been told of it: its number is not used again.</summary>
    [JsonIgnore]
    public bool IsGone => State is HandoffState.Withdrawing or HandoffState.Withdrawn;

    /// <summary>Its id, by which the receiver recognises a delivery that comes twice.</summary>
    [JsonIgnore]
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{LeadId}|{Entry}");
}
