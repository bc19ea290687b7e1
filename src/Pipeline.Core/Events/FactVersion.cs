using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Events.Messages;

namespace Pipeline.Events;

/// <summary>
/// Which of two versions of a fact with the same id is kept: the one with the smaller (occurred-at, received-at, SHA-256 of the canonical
/// body), so that every delivery order ends in the same row. The time that a browser's clock is corrected to is late by as long as the
/// request took, so the smallest is the truest; and since a visitor's end covers what came before it, a version that it does not cover is
/// never the one to keep while another is covered.
/// </summary>
public static class FactVersion
{
    /// <summary>True when <paramref name="candidate"/> must replace <paramref name="stored"/>.</summary>
    /// <param name="candidate">Version that has arrived.</param>
    /// <param name="stored">Version that is kept now.</param>
    public static bool Replaces(CapturedEvent candidate, CapturedEvent stored)
    {
        var byTime = (candidate.OccurredAt, candidate.ReceivedAt).CompareTo((stored.OccurredAt, stored.ReceivedAt));
        return byTime != 0 ? byTime < 0 : Hash(candidate).AsSpan().SequenceCompareTo(Hash(stored)) < 0;
    }

    /// <summary>True when <paramref name="candidate"/> must replace <paramref name="stored"/>.</summary>
    /// <param name="candidate">Version that has arrived.</param>
    /// <param name="stored">Version that is kept now.</param>
    public static bool Replaces(ConsentFact candidate, ConsentFact stored)
    {
        var byTime = (candidate.OccurredAt, candidate.ReceivedAt).CompareTo((stored.OccurredAt, stored.ReceivedAt));
        return byTime != 0 ? byTime < 0 : Hash(candidate).AsSpan().SequenceCompareTo(Hash(stored)) < 0;
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
