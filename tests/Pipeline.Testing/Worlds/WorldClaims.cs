using Pipeline.Events;

namespace Pipeline.Testing.Worlds;

/// <summary>How much of a world's events is to be believed: forms that browsers send days late, and what servers tell.</summary>
internal static class WorldClaims
{
    /// <summary>
    /// The same events; some forms are dated at a late receipt, some name a page that nobody saw, and some came from a server.
    /// </summary>
    public static IReadOnlyList<CapturedEvent> Vary(IReadOnlyList<CapturedEvent> sent, int seed)
    {
        var random = new Random(seed ^ 0x0c1a125);
        return [.. sent.Select(Vary)];

        CapturedEvent Vary(CapturedEvent captured)
        {
            if (random.Next(8) == 0)
            {
                return captured with { FromServer = true };
            }

            if (captured is not { Type: EventType.Form or EventType.Identify, VisitorId: { } visitor } || random.Next(5) > 0)
            {
                return captured;
            }

            var page = sent.LastOrDefault(other => other.VisitorId == visitor
                && other.Type == EventType.PageView
                && other.OccurredAt <= captured.OccurredAt);
            var receivedAt = captured.ReceivedAt.AddMilliseconds(random.Next(1_800_000, 86_400_000));
            return captured with
            {
                OccurredAt = receivedAt,
                ReceivedAt = receivedAt,
                PageId = random.Next(6) == 0 ? "unknown-0" : page?.Id,
                Marks = [EventTimes.DatedAtReceipt],
            };
        }
    }
}
