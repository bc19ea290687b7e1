using Pipeline.Attribution;
using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Records;
using Pipeline.Settings;

namespace Pipeline.Leads;

/// <summary>The touch that a click in an e-mail is: it is stored under the lead alone, so it is part of no visit.</summary>
public static class EmailTouch
{
    /// <summary>Makes the touch of an event that is stored under a lead.</summary>
    /// <param name="captured">Event.</param>
    /// <param name="channels">Decides the channel by the link's campaign alone, by the rules of the event's time.</param>
    /// <returns>A touch whose id is the event's key; null when the event is no click with a campaign, or a machine's.</returns>
    public static Touch? Of(CapturedEvent captured, RulesTimeline<ChannelClassifier> channels) =>
        captured is { Type: EventType.Click, VisitorId: null, Campaign: { } campaign, Automatic: false }
            ? new Touch
            {
                Id = FactKey.Of(captured.Id),
                At = captured.OccurredAt,
                Source = channels.At(captured.OccurredAt).Rules.Classify(campaign, referrer: null, pageHost: null, previousVisit: null),
            }
            : null;
}
