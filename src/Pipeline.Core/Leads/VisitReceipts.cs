using Pipeline.Attribution;
using Pipeline.Events;

namespace Pipeline.Leads;

/// <summary>
/// When the visits of a lead became known. Anyone can send page views that claim to be old, so a visit whose browser events were all
/// received more than <see cref="Grace"/> after what it is said to have led to leads to nothing. What a server told is taken at its word.
/// A pure function of the facts.
/// </summary>
public sealed class VisitReceipts
{
    /// <summary>How long after the receipt of a conversion's own event a visit before it may become known: 1 hour, inclusive.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);

    /// <summary>Notes an event of a visit, whoever owns it.</summary>
    /// <param name="visitId">Id of the visit, which is that of its touch.</param>
    /// <param name="captured">Event of it.</param>
    public void Note(string visitId, CapturedEvent captured)
    {
        ArgumentNullException.ThrowIfNull(captured);
        var at = captured.IsOfBrowser ? captured.ReceivedAt : DateTimeOffset.MinValue;
        _known[visitId] = _known.TryGetValue(visitId, out var before) && before < at ? before : at;
    }

    /// <summary>True for a visit of a visitor; false for a contact that is none.</summary>
    /// <param name="touchId">Id of a touch.</param>
    public bool Has(string touchId) => _known.ContainsKey(touchId);

    /// <summary>True when a touch may have led to something: always for a contact that is no visit.</summary>
    /// <param name="touch">Touch before it.</param>
    /// <param name="learnedAt">When that was received.</param>
    public bool IsInTime(Touch touch, DateTimeOffset learnedAt)
    {
        ArgumentNullException.ThrowIfNull(touch);
        return !_known.TryGetValue(touch.Id, out var known) || known <= learnedAt + Grace;
    }
}
