using Pipeline.Events;
using Pipeline.Events.Messages;

namespace Pipeline.Identity;

// What a message holds of one visitor, or of one lead known by e-mail address alone.
internal sealed record VisitorGroup(string Key, IReadOnlyList<CapturedEvent> Events, IReadOnlyList<ConsentFact> Consents)
{
    public static List<VisitorGroup> Of(EventMessage message, LeadIds ids)
    {
        var events = message.Events
            .Select(captured => captured.Email is { } email ? captured with { LeadId = ids.Of(email) } : captured)
            .ToLookup(captured => captured.VisitorId ?? captured.LeadId ?? string.Empty);
        var consents = (message.Consents ?? []).ToLookup(consent => consent.VisitorId);
        return
        [
            .. events.Select(group => group.Key).Union(consents.Select(group => group.Key))
                .Where(key => key.Length > 0)
                .Select(key => new VisitorGroup(key, [.. events[key]], [.. consents[key]])),
        ];
    }

    public EventMessage ToMessage() => new()
    {
        Version = EventMessage.CurrentVersion,
        Events = Events,
        Consents = Consents.Count > 0 ? Consents : null,
    };
}
