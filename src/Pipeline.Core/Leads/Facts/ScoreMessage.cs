using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>Message of the <c>scores</c> queue: leads to refresh. Persisted: add fields, never rename.</summary>
public sealed record ScoreMessage
{
    /// <summary>Most leads in one message, so that it stays below 49,152 bytes and its work below a function's time.</summary>
    public const int MaxLeads = 100;

    /// <summary>Version of this message's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Lead ids; 1 to <see cref="MaxLeads"/>, or none when the message is a step of computing every lead anew.</summary>
    public required IReadOnlyList<string> LeadIds { get; init; }

    /// <summary>Step of computing every lead anew; null when the message names leads.</summary>
    public RescoreStep? Rescore { get; init; }

    /// <summary>
    /// True when somebody uploaded what changes the leads, and looks at the reports next: days that change are rolled up soon.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool RollsUp { get; init; }

    /// <summary>Writes a message.</summary>
    /// <param name="leadIds">Leads to refresh.</param>
    /// <param name="rollsUp">Whether days that change are rolled up soon; else the night does it.</param>
    public static string Write(IReadOnlyList<string> leadIds, bool rollsUp = false) =>
        JsonSerializer.Serialize(new ScoreMessage { LeadIds = leadIds, RollsUp = rollsUp }, LeadJson.Stored.ScoreMessage);

    /// <summary>Writes a step of computing every lead anew.</summary>
    public static string Write(RescoreStep step) =>
        JsonSerializer.Serialize(new ScoreMessage { LeadIds = [], Rescore = step }, LeadJson.Stored.ScoreMessage);

    /// <summary>Reads a message.</summary>
    /// <param name="json">UTF-8 JSON; any bytes.</param>
    /// <param name="message">The message, when it could be read.</param>
    /// <param name="problem">Why not, otherwise.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> json, [NotNullWhen(true)] out ScoreMessage? message, [NotNullWhen(false)] out string? problem) =>
        MessageJson.TryParse(
            json,
            LeadJson.Stored.ScoreMessage,
            parsed => parsed.Version,
            parsed => parsed.LeadIds?.Contains(null!) == false,
            out message,
            out problem);
}
