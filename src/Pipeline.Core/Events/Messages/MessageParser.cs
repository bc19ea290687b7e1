using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Events.Messages;

/// <summary>Reads one kind of queue message.</summary>
/// <typeparam name="T">Shape of the message.</typeparam>
/// <param name="json">UTF-8 as it was sent; any bytes.</param>
/// <param name="message">The message, when it could be read.</param>
/// <param name="problem">Why not, otherwise.</param>
public delegate bool MessageParser<T>(ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? message, [NotNullWhen(false)] out string? problem)
    where T : class;
