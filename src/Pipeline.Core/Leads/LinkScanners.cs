using Pipeline.Capture.Links;
using Pipeline.Events;

namespace Pipeline.Leads;

/// <summary>
/// Finds the clicks of programs that follow every link of an e-mail before a person reads it: three or more different tracked links of one
/// lead within ten seconds. A pure function of the clicks, so a late click flags the earlier ones as well.
/// </summary>
public static class LinkScanners
{
    /// <summary>Mark of a click that a link scanner made.</summary>
    public const string Mark = "bot:link-scanner";

    /// <summary>Different links that a person does not follow within <see cref="Window"/>.</summary>
    public const int DifferentLinks = 3;

    /// <summary>Time from the first to the last of those clicks: 10 seconds, inclusive.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Flags the clicks of link scanners.</summary>
    /// <param name="events">Events stored under one lead, in any order.</param>
    /// <returns>The same events; every click of such a group is automatic and carries <see cref="Mark"/>.</returns>
    public static IReadOnlyList<CapturedEvent> Flag(IEnumerable<CapturedEvent> events)
    {
        var all = events.ToList();
        var clicks = all.Where(TrackedLink.IsClickOfLead).OrderBy(captured => captured.Order).ToList();
        var flagged = new HashSet<string>(StringComparer.Ordinal);
        var inWindow = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int first = 0, next = 0, last = 0; last < clicks.Count; last++)
        {
            var name = TrackedLink.NameOf(clicks[last])!;
            inWindow[name] = inWindow.GetValueOrDefault(name) + 1;
            for (; clicks[last].OccurredAt - clicks[first].OccurredAt > Window; first++)
            {
                var gone = TrackedLink.NameOf(clicks[first])!;
                if (--inWindow[gone] == 0)
                {
                    inWindow.Remove(gone);
                }
            }

            if (inWindow.Count >= DifferentLinks)
            {
                for (next = Math.Max(next, first); next <= last; next++)
                {
                    flagged.Add(clicks[next].Id);
                }
            }
        }

        return flagged.Count == 0
            ? all
            : [.. all.Select(captured => flagged.Contains(captured.Id)
                ? captured with { Automatic = true, Marks = [.. captured.Marks ?? [], Mark] }
                : captured)];
    }
}
