using Pipeline.Attribution;
using Pipeline.Capture.Links;
using Pipeline.Channels;
using Pipeline.Events;

namespace Pipeline.Leads;

/// <summary>
/// Makes one touch of what one person did once: the click of a tracked link and the visit that it landed in, and a link that is opened
/// again soon after. A pure function of the lead's touches and clicks.
/// </summary>
/// <param name="touches">Touches by id: at first those of the lead's visits. Touches of clicks are added.</param>
internal sealed class LinkTouches(Dictionary<string, Touch> touches)
{
    /// <summary>
    /// Time between a click and the visit of the same campaign that it is one touch with: 30 minutes, inclusive, either way.
    /// </summary>
    public static readonly TimeSpan Landing = TimeSpan.FromMinutes(30);

    /// <summary>Time in which the same link opened again adds no touch: 10 minutes, inclusive, from the opening that counted.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private readonly List<string> _visits =
        [.. touches.Values.OrderBy(touch => touch.At).ThenBy(touch => touch.Id, StringComparer.Ordinal).Select(touch => touch.Id)];
    private readonly Dictionary<string, (DateTimeOffset At, string Id)> _opened = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the next click.</summary>
    /// <param name="click">Click, in event order.</param>
    /// <param name="touch">The touch that it would be by itself.</param>
    /// <returns>The touch that it is part of.</returns>
    public Touch Take(CapturedEvent click, Touch touch)
    {
        var link = TrackedLink.NameOf(click);
        if (link is not null && _opened.TryGetValue(link, out var before) && touch.At - before.At <= Again)
        {
            return touches[before.Id];
        }

        var taken = _visits.Select(id => touches[id]).FirstOrDefault(visit => IsLanding(visit, touch)) is { } landed
            ? landed with { At = landed.At < touch.At ? landed.At : touch.At }
            : touch;
        touches[taken.Id] = taken;
        if (link is not null)
        {
            _opened[link] = (touch.At, taken.Id);
        }

        return taken;
    }

    private static bool IsLanding(Touch visit, Touch click) =>
        (visit.At - click.At).Duration() <= Landing && VisitBoundary.IsSameCampaign(visit.Source, click.Source);
}
