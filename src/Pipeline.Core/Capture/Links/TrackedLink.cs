using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Problems;

namespace Pipeline.Capture.Links;

/// <summary>A link <c>/c/{name}</c> as it is used: where it leads and which campaign it belongs to.</summary>
/// <param name="Name">Name, as it stands in the settings.</param>
/// <param name="Location">Absolute address in ASCII, with the campaign's parameters: the value of a <c>Location</c> header.</param>
/// <param name="Url">Normalised address of the target, without campaign parameters.</param>
/// <param name="Campaign">Campaign parameters of <paramref name="Location"/>.</param>
public sealed record TrackedLink(string Name, string Location, string Url, CampaignParameters Campaign)
{
    /// <summary>Route, without the link's name.</summary>
    public const string Endpoint = "/c";

    /// <summary>Property of a click that holds the link's name.</summary>
    public const string Property = "link";

    /// <summary>Name of the link that a click followed; null when the event is no click of a tracked link.</summary>
    /// <param name="captured">Event.</param>
    public static string? NameOf(CapturedEvent captured) =>
        captured.Type == EventType.Click && captured.Props is { } props && props.TryGetValue(Property, out var name) ? name : null;

    /// <summary>True for the click of a tracked link that named a lead: it is stored under the lead alone and links nobody.</summary>
    /// <param name="captured">Event.</param>
    public static bool IsClickOfLead(CapturedEvent captured) =>
        captured is { VisitorId: null, Email: null, LeadId: not null } && NameOf(captured) is not null;

    /// <summary>The click as it is kept when its lead does not exist.</summary>
    /// <param name="click">Click of a lead.</param>
    public static RejectedEvent UnknownLead(CapturedEvent click)
    {
        var problem = new Problem(
            Problem.UnknownCid, "cid", "names no lead of this deployment; the mail tool must insert the id of the lead that it writes to.");
        return RejectedEvent.Create($"{Endpoint}/{NameOf(click)}", [problem], EventMessageJson.WriteEvent(click), click.ReceivedAt);
    }

    internal CapturedEvent Click(string id, string? visitorId, string? leadId, LinkRequest request, DateTimeOffset receivedAt) => new()
    {
        Id = id,
        Type = EventType.Click,
        VisitorId = visitorId,
        LeadId = leadId,
        OccurredAt = receivedAt,
        ReceivedAt = receivedAt,
        Url = Url,
        Referrer = visitorId is null ? null : PageAddress.NormalizeReferrer(request.Signals.RefererHeader),
        Campaign = Campaign,
        Props = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Property] = Name },
        Automatic = request.Signals.Automatic is not null,
        Marks = request.Signals.Automatic,
    };
}
