using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Records;

/// <summary>Reads queue messages of version 1 and tells why one cannot be read.</summary>
public static class MessageJson
{
    /// <summary>Reads a message.</summary>
    /// <typeparam name="T">Shape of the message.</typeparam>
    /// <param name="json">UTF-8 JSON; any bytes.</param>
    /// <param name="type">How to read it.</param>
    /// <param name="version">Tells the version of a message.</param>
    /// <param name="isWhole">Tells whether a message has all that it must have; JSON can hold null in its place.</param>
    /// <param name="message">The message, when it could be read.</param>
    /// <param name="problem">Why not, otherwise.</param>
    public static bool TryParse<T>(
        ReadOnlySpan<byte> json,
        JsonTypeInfo<T> type,
        Func<T, int> version,
        Func<T, bool> isWhole,
        [NotNullWhen(true)] out T? message,
        [NotNullWhen(false)] out string? problem)
        where T : class
    {
        message = null;
        try
        {
            message = JsonSerializer.Deserialize(json, type);
            problem = message is null ? "The message is empty."
                : version(message) != 1 ? $"Version {version(message)} of the message is unknown."
                : !isWhole(message) ? "A required value of the message is null."
                : null;
        }
        catch (JsonException error)
        {
            problem = error.Message;
        }

        message = problem is null ? message : null;
        return problem is null;
    }
}
