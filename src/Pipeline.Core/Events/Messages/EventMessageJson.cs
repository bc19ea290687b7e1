using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pipeline.Events.Messages;

/// <summary>
/// JSON of queue messages and of the events in them: camel case, nulls left out, relaxed escaping, UTC times with milliseconds.
/// The same event always gives the same bytes, so this is also its canonical body.
/// </summary>
public static class EventMessageJson
{
    /// <summary>Writes a message.</summary>
    /// <param name="message">Message of any size; the caller keeps to <see cref="EventMessage.MaxBytes"/>.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(EventMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(
            message, message.Version == 1 ? EventMessageContext.Relaxed.EventMessage : EventMessageContext.Compact.Message);

    /// <summary>Reads a message.</summary>
    /// <param name="message">UTF-8 JSON as taken from the queue.</param>
    /// <exception cref="JsonException">It is no message, or one of a newer version.</exception>
    public static EventMessage Parse(ReadOnlySpan<byte> message)
    {
        var parsed = JsonSerializer.Deserialize(message, EventMessageContext.Compact.Message)
            ?? throw new JsonException("The message is null.");
        if (parsed.Version is < 1 or > EventMessage.CurrentVersion)
        {
            throw new JsonException($"Message version {parsed.Version} is unknown; this build reads 1 to {EventMessage.CurrentVersion}.");
        }

        if (HasNull(parsed.Events) || HasNull(parsed.Rejected) || HasNull(parsed.RejectedTallies) || HasNull(parsed.Consents)
            || HasNull(parsed.AnonymousViews))
        {
            throw new JsonException("An entry of the message is null.");
        }

        return parsed with { Events = [.. (parsed.Events ?? []).Select(CompactEvents.Complete)], Rejected = parsed.Rejected ?? [] };
    }

    /// <summary>Reads a message, if it is one.</summary>
    /// <param name="message">UTF-8 JSON as taken from the queue.</param>
    /// <param name="parsed">The message.</param>
    /// <param name="problem">Why it is none.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> message, [NotNullWhen(true)] out EventMessage? parsed, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            (parsed, problem) = (Parse(message), null);
            return true;
        }
        catch (JsonException fault)
        {
            (parsed, problem) = (null, fault.Message);
            return false;
        }
    }

    private static bool HasNull<T>(IReadOnlyList<T?>? entries)
        where T : class => entries?.Contains(null) == true;

    /// <summary>Writes one event: its canonical body, also as it is stored.</summary>
    /// <param name="captured">The event.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] WriteEvent(CapturedEvent captured) =>
        JsonSerializer.SerializeToUtf8Bytes(captured, EventMessageContext.Relaxed.CapturedEvent);

    /// <summary>Reads one stored event.</summary>
    /// <param name="captured">UTF-8 JSON written by <see cref="WriteEvent"/>.</param>
    /// <exception cref="JsonException">It is no event.</exception>
    public static CapturedEvent ParseEvent(ReadOnlySpan<byte> captured) =>
        JsonSerializer.Deserialize(captured, EventMessageContext.Relaxed.CapturedEvent) ?? throw new JsonException("The event is null.");
}
