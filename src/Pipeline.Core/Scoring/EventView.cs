using Pipeline.Events;

namespace Pipeline.Scoring;

/// <summary>An event as conditions see it: with the address of its page and the page's tags as a bit set.</summary>
/// <param name="Channel">Channel of its visit.</param>
/// <param name="Url">Address of the event or, failing that, of its page view.</param>
/// <param name="Tags">One bit per content tag, in the order of the document.</param>
/// <param name="Disposable">True when its e-mail address is a throw-away one.</param>
internal readonly record struct EventView(CapturedEvent Event, string? Channel, string? Url, ulong Tags, bool Disposable)
{
    /// <summary>Names the page view that an engagement event reports on, so that a rule fires on it once.</summary>
    public string PageView => Event.PageId ?? $"{Event.VisitorId}|{Url}";

    /// <summary>What a minimum interval runs on: the form of a form fill, else the page.</summary>
    public string Place => (Event.Type == EventType.Form ? Event.Form : null) ?? Url ?? string.Empty;
}
