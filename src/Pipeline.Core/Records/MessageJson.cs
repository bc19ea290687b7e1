using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Records;

/// <summary>Reads queue messages of version 1 and tells why one cannot be read.</summary>
public static class MessageJson
{
    /// <summary>Reads a message.</summary>
    /// <typeparam name="T">Shape of the message.</typeparam>
    /// <param name="text">JSON text.</param>
    /// <param name="type">How to read it.</param>
    /// <param name="version">Tells the version of a message.</param>
    /// <param name="message">The message, when it could be read.</param>
    /// <param name="problem">Why not, otherwise.</param>
    public static bool TryParse<T>(
        string text,
        JsonTypeInfo<T> type,
        Func<T, int> version,
        [NotNullWhen(true)] out T? message,
        [NotNullWhen(false)] out string? problem)
        where T : class
    {
        message = null;
        try
        {
            message = JsonSerializer.Deserialize(text, type);
            problem = message is null ? "The message is empty." : version(message) != 1 ? $"Version {version(message)} of the message is unknown." : null;
        }
        catch (JsonException error)
        {
            problem = error.Message;
        }

        message = problem is null ? message : null;
        return problem is null;
    }
}
