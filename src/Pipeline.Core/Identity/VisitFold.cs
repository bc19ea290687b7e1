using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Settings;

namespace Pipeline.Identity;

/// <summary>
/// Cuts a visitor's events into visits: a left fold in event order, so that the visits of a prefix are a prefix of the visits.
/// A page view, form fill or tracked click starts a visit if the visitor's last event is more than 30 minutes older, or if it carries
/// campaign parameters or a click id that differ from the visit's; nothing else starts one. A form fill or identify that came too late to
/// keep its time stays in the visit of its page view, and keeps no visit going.
/// </summary>
public sealed class VisitFold
{
    /// <summary>Time without an event after which the next page view, form fill or tracked click starts a visit: 30 minutes.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    private readonly RulesTimeline<ChannelClassifier> _channels;
    private readonly List<Visit> _visits;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private DateTimeOffset? _activeAt;

    /// <summary>Starts or continues a fold.</summary>
    /// <param name="channels">Decides a visit's channel, by the rules of its own time.</param>
    /// <param name="visits">Visits so far, in order; empty at the beginning.</param>
    /// <param name="last">Place of the last event folded; null at the beginning.</param>
    /// <param name="activeAt">When the last event happened that keeps a visit going; null when it is the last one of all.</param>
    public VisitFold(
        RulesTimeline<ChannelClassifier> channels, IEnumerable<Visit> visits, EventOrder? last, DateTimeOffset? activeAt = null)
    {
        _channels = channels;
        _visits = [.. visits];
        Last = last;
        _activeAt = activeAt ?? last?.OccurredAt;
        for (var place = 0; place < _visits.Count; place++)
        {
            foreach (var page in _visits[place].Pages)
            {
                _places[page] = place;
            }
        }
    }

    /// <summary>Visits so far, in event order.</summary>
    public IReadOnlyList<Visit> Visits => _visits;

    /// <summary>Place of the last event folded; null before the first.</summary>
    public EventOrder? Last { get; private set; }

    /// <summary>When the last event happened that keeps a visit going; null when it is <see cref="Last"/>.</summary>
    public DateTimeOffset? ActiveAt => _activeAt == Last?.OccurredAt ? null : _activeAt;

    /// <summary>True when the page view that an event names is in a visit that the fold knows.</summary>
    /// <param name="captured">Event.</param>
    public bool HasPageOf(CapturedEvent captured) => PlaceOfPage(captured) is not null;

    /// <summary>Adds the next event.</summary>
    /// <param name="captured">Event after <see cref="Last"/> in event order.</param>
    /// <returns>Place in <see cref="Visits"/> of the visit that the event belongs to; null when it belongs to none.</returns>
    /// <exception cref="ArgumentException">The event is not after the last one.</exception>
    public int? Add(CapturedEvent captured)
    {
        if (Last is { } last && captured.Order <= last)
        {
            throw new ArgumentException($"Event {captured.Id} is not after {last.Id} in event order.", nameof(captured));
        }

        var latePlace = captured.IsLateClaim ? PlaceOfPage(captured) : null;
        var place = latePlace ?? (Starts(captured) ? Start(captured) : Continue(captured));
        Last = captured.Order;
        _activeAt = latePlace is null ? captured.OccurredAt : _activeAt;
        return place;
    }

    private int? PlaceOfPage(CapturedEvent captured) =>
        captured.PageId is { } page && _places.TryGetValue(FactKey.Of(page), out var place) ? place : null;

    private static bool CanStart(CapturedEvent captured) =>
        captured.Type is EventType.PageView or EventType.Form || (captured.Type == EventType.Click && captured.Campaign is not null);

    private static string? Host(CapturedEvent captured) =>
        captured.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var page) ? page.Host : null;

    private ChannelClassifier Classifier(CapturedEvent captured) => _channels.At(captured.OccurredAt).Rules;

    private bool Starts(CapturedEvent captured) =>
        CanStart(captured)
        && (_visits.Count == 0
            || captured.OccurredAt - _activeAt > Timeout
            || Classifier(captured).StartsNewVisit(captured.Campaign, captured.Referrer, Host(captured), _visits[^1].Source));

    private int Start(CapturedEvent captured)
    {
        var key = FactKey.Of(captured.Id);
        _visits.Add(new Visit
        {
            Id = key,
            StartedAt = captured.OccurredAt,
            LastAt = captured.OccurredAt,
            Source = Classifier(captured).Classify(
                captured.Campaign, captured.Referrer, Host(captured), _visits.Count > 0 ? _visits[^1].Source : null),
            LandingPage = captured.Url,
            PageViews = captured.Type == EventType.PageView ? 1 : 0,
            Pages = captured.Type == EventType.PageView ? [key] : [],
            Automatic = captured.Automatic,
        });
        _places[key] = _visits.Count - 1;
        return _visits.Count - 1;
    }

    private int? Continue(CapturedEvent captured)
    {
        var place = captured.Type == EventType.Engagement && captured.PageId is not null
            ? PlaceOfPage(captured) ?? -1
            : _visits.Count - 1;
        if (place < 0)
        {
            return null;
        }

        var visit = _visits[place];
        _visits[place] = visit = visit with { LastAt = captured.OccurredAt > visit.LastAt ? captured.OccurredAt : visit.LastAt };
        if (captured.Type == EventType.PageView)
        {
            var key = FactKey.Of(captured.Id);
            _visits[place] = visit with { PageViews = visit.PageViews + 1, Pages = [.. visit.Pages.TakeLast(Visit.MaxPages - 1), key] };
            _places[key] = place;
        }

        return place;
    }
}
