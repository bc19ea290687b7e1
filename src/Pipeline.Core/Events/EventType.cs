using System.Text.Json.Serialization;

namespace Pipeline.Events;

/// <summary>What kind of fact an event records. Names on the wire and in storage are the snake-case ones.</summary>
public enum EventType
{
    /// <summary>A page was shown.</summary>
    [JsonStringEnumMemberName("page_view")]
    PageView = 1,

    /// <summary>How long a page has been visible so far and how far it was scrolled.</summary>
    [JsonStringEnumMemberName("engagement")]
    Engagement = 2,

    /// <summary>A link was clicked: an outbound link of a page, or a tracked link of an e-mail, QR code or PDF.</summary>
    [JsonStringEnumMemberName("click")]
    Click = 3,

    /// <summary>A form was sent. Carries the e-mail address that makes a lead.</summary>
    [JsonStringEnumMemberName("form")]
    Form = 4,

    /// <summary>The site told who the visitor is, for example after a sign-in. Carries an e-mail address.</summary>
    [JsonStringEnumMemberName("identify")]
    Identify = 5,

    /// <summary>Anything else a site wants to record, with a name and properties.</summary>
    [JsonStringEnumMemberName("custom")]
    Custom = 6,
}
