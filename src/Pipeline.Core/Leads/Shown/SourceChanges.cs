using Pipeline.Attribution;

namespace Pipeline.Leads.Shown;

/// <summary>
/// When a lead's original source became another one: by an event that came late, by a browser that was linked later, by an upload. Read off
/// the facts: a touch is known from when its first own event, and the link that makes it the lead's, had been received.
/// </summary>
internal static class SourceChanges
{
    /// <summary>The audit lines of a lead, oldest first.</summary>
    /// <param name="snapshot">Lead as of a moment.</param>
    /// <param name="history">All its facts, as of that moment.</param>
    public static IEnumerable<AuditEntry> Of(LeadSnapshot snapshot, LeadHistory history)
    {
        var known = KnownSince(snapshot, history);
        Touch? original = null;
        foreach (var touch in snapshot.Touches
            .Where(touch => !Eligibility.IsDirect(touch) && !snapshot.LateTouches.Contains(touch.Id) && known.ContainsKey(touch.Id))
            .OrderBy(touch => known[touch.Id]).ThenBy(touch => touch.At).ThenBy(touch => touch.Id, StringComparer.Ordinal))
        {
            if (original is not null && touch.At < original.At && Name(touch) != Name(original))
            {
                yield return new AuditEntry
                {
                    At = known[touch.Id],
                    Action = AuditAction.OriginalSource,
                    Subject = $"{Name(original)} to {Name(touch)}",
                    Source = touch.LandingPage is null ? "api" : "visit",
                };
            }

            original = original is null || touch.At < original.At ? touch : original;
        }
    }

    private static Dictionary<string, DateTimeOffset> KnownSince(LeadSnapshot snapshot, LeadHistory history)
    {
        var linked = history.Visitors.SelectMany(visitor => visitor.Links).Where(link => link.LeadId == snapshot.LeadId)
            .GroupBy(link => link.VisitorId, StringComparer.Ordinal)
            .ToDictionary(links => links.Key, links => links.Min(link => link.ReceivedAt), StringComparer.Ordinal);
        var known = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (captured, touchId, _) in snapshot.Events.Where(item => item.TouchId is not null))
        {
            Note(touchId!, captured.VisitorId is { } visitor
                && captured.LeadId != snapshot.LeadId
                && linked.TryGetValue(visitor, out var link)
                && link > captured.ReceivedAt
                ? link
                : captured.ReceivedAt);
        }

        foreach (var touch in history.Facts.Touches)
        {
            Note(touch.Key, touch.UploadedAt);
        }

        return known;

        void Note(string id, DateTimeOffset at) => known[id] = known.TryGetValue(id, out var before) && before < at ? before : at;
    }

    private static string Name(Touch touch) => $"{touch.Source.Channel} / {touch.Source.Source}";
}
