namespace Pipeline.Events;

/// <summary>
/// Event order: occurred-at, then received-at, then event id (ordinal). Every "before", "first" and "latest" of this product means it.
/// </summary>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="ReceivedAt">When capture received it.</param>
/// <param name="Id">Event id.</param>
public readonly record struct EventOrder(DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, string Id) : IComparable<EventOrder>
{
    /// <inheritdoc/>
    public int CompareTo(EventOrder other)
    {
        var byOccurred = OccurredAt.CompareTo(other.OccurredAt);
        if (byOccurred != 0)
        {
            return byOccurred;
        }

        var byReceived = ReceivedAt.CompareTo(other.ReceivedAt);
        return byReceived != 0 ? byReceived : string.CompareOrdinal(Id, other.Id);
    }

    /// <summary>True when <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(EventOrder left, EventOrder right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(EventOrder left, EventOrder right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> comes before <paramref name="right"/> or is the same.</summary>
    public static bool operator <=(EventOrder left, EventOrder right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> comes after <paramref name="right"/> or is the same.</summary>
    public static bool operator >=(EventOrder left, EventOrder right) => left.CompareTo(right) >= 0;
}
