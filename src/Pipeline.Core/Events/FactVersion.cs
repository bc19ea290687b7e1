using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Events.Messages;

namespace Pipeline.Events;

/// <summary>
/// Which of two versions of a fact with the same id is kept: the one that was received first, and of one moment that with the smaller
/// SHA-256 of the canonical body, so that every delivery order ends in the same row. Only our own clock decides: ids are no secrets, and
/// whoever knows one must not be able to put something else in its place, whatever time it claims.
/// </summary>
public static class FactVersion
{
    /// <summary>True when <paramref name="candidate"/> must replace <paramref name="stored"/>.</summary>
    /// <param name="candidate">Version that has arrived.</param>
    /// <param name="stored">Version that is kept now.</param>
    public static bool Replaces(CapturedEvent candidate, CapturedEvent stored)
    {
        var byReceipt = candidate.ReceivedAt.CompareTo(stored.ReceivedAt);
        if (byReceipt != 0)
        {
            return byReceipt < 0;
        }

        // First by what stays of a form fill when its visitor ends, so that one order holds before and after it is taken from the visitor.
        var byRemainder = Hash(candidate.WithoutVisitor()).AsSpan().SequenceCompareTo(Hash(stored.WithoutVisitor()));
        return byRemainder != 0 ? byRemainder < 0 : Hash(candidate).AsSpan().SequenceCompareTo(Hash(stored)) < 0;
    }

    /// <summary>True when <paramref name="candidate"/> must replace <paramref name="stored"/>.</summary>
    /// <param name="candidate">Version that has arrived.</param>
    /// <param name="stored">Version that is kept now.</param>
    public static bool Replaces(ConsentFact candidate, ConsentFact stored)
    {
        var byReceipt = candidate.ReceivedAt.CompareTo(stored.ReceivedAt);
        return byReceipt != 0 ? byReceipt < 0 : Hash(candidate).AsSpan().SequenceCompareTo(Hash(stored)) < 0;
    }

    /// <summary>
    /// True when <paramref name="candidate"/> must replace <paramref name="stored"/>: the undo that was asked for first is kept.
    /// </summary>
    /// <param name="candidate">Version that has arrived.</param>
    /// <param name="stored">Version that is kept now.</param>
    public static bool Replaces(UndoFact candidate, UndoFact stored)
    {
        var byAsked = candidate.At.CompareTo(stored.At);
        return byAsked != 0 ? byAsked < 0 : Hash(candidate).AsSpan().SequenceCompareTo(Hash(stored)) < 0;
    }

    private static byte[] Hash(UndoFact undo) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(undo, EventsJson.Stored.UndoFact));

    private static byte[] Hash(ConsentFact consent) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(consent, EventsJson.Stored.ConsentFact));

    private static byte[] Hash(CapturedEvent captured) =>
        SHA256.HashData(EventMessageJson.WriteEvent(captured));
}
