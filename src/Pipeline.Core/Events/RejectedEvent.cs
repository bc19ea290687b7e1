using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Pipeline.Problems;
using Pipeline.Records;

namespace Pipeline.Events;

/// <summary>
/// Input that could not be accepted, with its reason, so that it can be shown, repaired and replayed.
/// Persisted: add fields, never rename; every stored record carries <see cref="Version"/>.
/// </summary>
public sealed record RejectedEvent
{
    /// <summary>Longest payload kept, in bytes of UTF-8; the rest is cut off.</summary>
    public const int MaxPayloadBytes = 32_768;

    /// <summary>Longest payload kept of a queue message, in bytes of UTF-8: all that a queue can hold.</summary>
    public const int MaxMessageBytes = 65_536;

    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>First 26 base32 characters of SHA-256(endpoint + payload): the same bad input has one key however often it comes.</summary>
    public required string Key { get; init; }

    /// <summary>Route that received it, for example <c>/e</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>
    /// Code of the first fault, for example <c>malformed</c>, <c>too_large</c> or <c>invalid</c>; rejected events are counted by it.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>Every fault found, in words: field, what is wrong, what to do.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What was received, at most <see cref="MaxPayloadBytes"/>; bytes that are no UTF-8 are replaced.</summary>
    public required string Payload { get; init; }

    /// <summary>True when the payload was cut.</summary>
    public bool Truncated { get; init; }

    /// <summary>When capture received it: UTC, millisecond precision.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Visitor that it came from, for a replay; null when unknown.</summary>
    public string? VisitorId { get; init; }

    /// <summary>When the client says that it sent the batch, for a replay; null when it did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>E-mail address that the batch gave its events, for a replay; null when it gave none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }

    /// <summary>Parameters that an upload declared in its query, for a replay; null for what is no upload.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Query { get; init; }

    /// <summary>Signs that a machine sent it, for a replay; null for a person.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Marks { get; init; }

    /// <summary>Makes the record of some rejected input.</summary>
    /// <param name="endpoint">Route that received it.</param>
    /// <param name="problems">What is wrong; at least one.</param>
    /// <param name="payload">The input as received, any length; cut to <see cref="MaxPayloadBytes"/>.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="maxBytes">Longest payload kept; more than <see cref="MaxPayloadBytes"/> only for what goes through no queue.</param>
    /// <exception cref="ArgumentException"><paramref name="problems"/> is empty.</exception>
    public static RejectedEvent Create(
        string endpoint,
        IReadOnlyList<Problem> problems,
        ReadOnlySpan<byte> payload,
        DateTimeOffset receivedAt,
        int maxBytes = MaxPayloadBytes)
    {
        if (problems.Count == 0)
        {
            throw new ArgumentException("Input is rejected for at least one reason.", nameof(problems));
        }

        var cut = payload.Length > maxBytes;
        var text = Encoding.UTF8.GetString(cut ? payload[..maxBytes] : payload);
        return new RejectedEvent
        {
            Key = KeyOf(endpoint, text),
            Endpoint = endpoint,
            Reason = problems[0].Code,
            Problems = [.. problems.Take(MaxProblems).Select(problem => problem.ToString())],
            Payload = text,
            Truncated = cut,
            ReceivedAt = receivedAt,
        };
    }

    /// <summary>The same input with its payload cut to a quarter less; the key stays that of the whole payload.</summary>
    internal RejectedEvent Shorten()
    {
        var length = Payload.Length * 3 / 4;
        if (length > 0 && char.IsHighSurrogate(Payload[length - 1]))
        {
            length--;
        }

        return this with { Payload = Payload[..length], Truncated = true };
    }

    private const int MaxProblems = 50;

    private static string KeyOf(string endpoint, string payload)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(endpoint + payload), hash);
        return Base32.Encode(hash, FactKey.Length);
    }
}
