using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pipeline.Records;

namespace Pipeline.Rollups;

/// <summary>Message of the <c>rollups</c> queue: one local day to roll up. Persisted: add fields, never rename.</summary>
public sealed record RollupMessage
{
    /// <summary>Version of this message's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Local day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Indexes the days and leads of visitors.</summary>
    public const string Visitors = "visitors";

    /// <summary>Indexes the ranks and days of leads.</summary>
    public const string Leads = "leads";

    /// <summary>Puts every lead on its page.</summary>
    public const string Pages = "pages";

    /// <summary>
    /// What to index anew instead of rolling up the day: <see cref="Visitors"/>, <see cref="Leads"/> or <see cref="Pages"/>; null rolls up.
    /// </summary>
    public string? Indexing { get; init; }

    /// <summary>Visitor or lead id after which to go on; null or empty begins at the first.</summary>
    public string? After { get; init; }

    /// <summary>Writes a message of a rebuild's indexing.</summary>
    /// <param name="day">First local day of the rebuild.</param>
    /// <param name="indexing">What to index anew.</param>
    /// <param name="after">Visitor or lead id after which to go on.</param>
    public static string WriteIndexing(DateOnly day, string indexing, string after) =>
        JsonSerializer.Serialize(
            new RollupMessage { Version = 1, Day = day, Indexing = indexing, After = after }, RollupsJson.Stored.RollupMessage);

    /// <summary>Writes a message.</summary>
    /// <param name="day">Local day.</param>
    public static string Write(DateOnly day) => JsonSerializer.Serialize(new RollupMessage { Day = day }, RollupsJson.Stored.RollupMessage);

    /// <summary>Reads a message.</summary>
    /// <param name="json">UTF-8 JSON; any bytes.</param>
    /// <param name="message">The message, when it could be read.</param>
    /// <param name="problem">Why not, otherwise.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> json, [NotNullWhen(true)] out RollupMessage? message, [NotNullWhen(false)] out string? problem) =>
        MessageJson.TryParse(json, RollupsJson.Stored.RollupMessage, parsed => parsed.Version, _ => true, out message, out problem);
}
