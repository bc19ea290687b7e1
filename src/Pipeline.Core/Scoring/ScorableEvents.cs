namespace Pipeline.Scoring;

/// <summary>Brings a lead's events into the form that <see cref="ScoreEngine.Lines"/> asks for.</summary>
public static class ScorableEvents
{
    /// <summary>Sorts into event order and keeps one event per id: the first in event order.</summary>
    /// <param name="events">Events in any order, repeated any number of times.</param>
    public static IReadOnlyList<ScorableEvent> InOrder(IEnumerable<ScorableEvent> events)
    {
        var byId = new Dictionary<string, ScorableEvent>(StringComparer.Ordinal);
        foreach (var one in events)
        {
            if (!byId.TryGetValue(one.Event.Id, out var kept) || IsEarlier(one, kept))
            {
                byId[one.Event.Id] = one;
            }
        }

        var sorted = new List<ScorableEvent>(byId.Values);
        sorted.Sort(static (left, right) => left.Event.Order.CompareTo(right.Event.Order));
        return sorted;
    }

    private static bool IsEarlier(ScorableEvent one, ScorableEvent other) => one.Event.Order.CompareTo(other.Event.Order) switch
    {
        0 => string.CompareOrdinal(one.Channel, other.Channel) < 0,
        var byOrder => byOrder < 0,
    };
}
