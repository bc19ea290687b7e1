using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>Message of the <c>handoffs</c> queue: one hand-off to send. Persisted: add fields, never rename.</summary>
public sealed record HandoffMessage
{
    /// <summary>Version of this message's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Lead.</summary>
    public required string LeadId { get; init; }

    /// <summary>Number of the entry into MQL.</summary>
    public required int Entry { get; init; }

    /// <summary>Writes a message.</summary>
    /// <param name="handoff">Hand-off to send.</param>
    public static string Write(Handoff handoff) =>
        JsonSerializer.Serialize(
            new HandoffMessage { Version = 1, LeadId = handoff.LeadId, Entry = handoff.Entry }, LeadJson.Stored.HandoffMessage);

    /// <summary>Reads a message.</summary>
    /// <param name="json">UTF-8 JSON; any bytes.</param>
    /// <param name="message">The message, when it could be read.</param>
    /// <param name="problem">Why not, otherwise.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> json, [NotNullWhen(true)] out HandoffMessage? message, [NotNullWhen(false)] out string? problem) =>
        MessageJson.TryParse(
            json, LeadJson.Stored.HandoffMessage, parsed => parsed.Version, parsed => parsed.LeadId is not null, out message, out problem);
}
