using Pipeline.Events;
using Pipeline.Records;

namespace Pipeline.Identity;

/// <summary>
/// Which form fills of a visitor are taken back because the visitor filled the same form again and put a mistyped address right. A fill
/// that is taken back belongs to nobody and its link does not stand. A pure function of the visitor's events, in any order.
/// </summary>
public static class Corrections
{
    /// <summary>Finds the fills that others correct.</summary>
    /// <param name="events">Events of one visitor that count, with their lead ids filled in.</param>
    /// <returns>For the key of each such fill, which is its link's key too, when it was corrected first.</returns>
    public static IReadOnlyDictionary<string, DateTimeOffset> Of(IEnumerable<CapturedEvent> events)
    {
        var fills = events.Where(captured => captured is { Type: EventType.Form, Mode: CaptureMode.Identify }).ToList();
        var found = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        if (fills.TrueForAll(fill => fill.Corrects is null))
        {
            return found;
        }

        var byId = fills.ToDictionary(fill => fill.Id, StringComparer.Ordinal);
        foreach (var fill in fills.OrderBy(fill => fill.Order))
        {
            // Only what came before can be corrected, so that no two fills take each other back.
            if (fill.Corrects is { } id && byId.TryGetValue(id, out var first) && first.Form == fill.Form && first.Order < fill.Order)
            {
                found.TryAdd(FactKey.Of(id), fill.OccurredAt);
            }
        }

        return found;
    }
}
