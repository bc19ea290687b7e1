using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Settings;

namespace Pipeline.Capture.Privacy;

/// <summary>Makes the count of a page view that belongs to nobody.</summary>
/// <param name="shipped">Decides the channel where capture runs without storage of its own.</param>
/// <param name="inUse">The channel rules in use, which decide it otherwise; null without storage.</param>
public sealed class AnonymousViews(ChannelClassifier shipped, RulesCache<ChannelClassifier>? inUse = null)
{
    /// <summary>Keeps page and channel of a page view, and nothing else.</summary>
    /// <param name="id">Id of the page view.</param>
    /// <param name="occurredAt">When it happened.</param>
    /// <param name="referrer">Normalised referrer; null when there is none.</param>
    public AnonymousView Of(string id, DateTimeOffset occurredAt, PageAddress page, string? referrer)
    {
        var classifier = inUse?.Known().At(occurredAt).Rules ?? shipped;
        var query = page.Url.IndexOf('?', StringComparison.Ordinal);
        return new AnonymousView
        {
            Id = id,
            OccurredAt = occurredAt,
            Page = query < 0 ? page.Url : page.Url[..query],
            Channel = classifier.Classify(page.Campaign, referrer, page.Host, previousVisit: null).Channel,
        };
    }
}
