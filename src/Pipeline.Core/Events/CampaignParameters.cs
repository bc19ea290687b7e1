namespace Pipeline.Events;

/// <summary>
/// Campaign parameters and click id of a landing address. They become fields of the event and leave the page address.
/// An absent parameter is null; values are trimmed, bounded and keep the case they were written in.
/// </summary>
public sealed record CampaignParameters
{
    /// <summary><c>utm_source</c>: the site, list or vendor that sent the visitor.</summary>
    public string? Source { get; init; }

    /// <summary><c>utm_medium</c>: the kind of contact, for example <c>cpc</c> or <c>email</c>.</summary>
    public string? Medium { get; init; }

    /// <summary><c>utm_campaign</c>: the named effort.</summary>
    public string? Campaign { get; init; }

    /// <summary><c>utm_term</c>: the keyword.</summary>
    public string? Term { get; init; }

    /// <summary><c>utm_content</c>: which of several links or adverts it was.</summary>
    public string? Content { get; init; }

    /// <summary><c>utm_id</c>: the advertising system's own id of the campaign.</summary>
    public string? CampaignId { get; init; }

    /// <summary>Name of the click id parameter, lower case, for example <c>gclid</c>.</summary>
    public string? ClickIdKind { get; init; }

    /// <summary>Value of the click id parameter.</summary>
    public string? ClickId { get; init; }

    /// <summary>True when at least one campaign parameter (not only a click id) is present.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasCampaign => (Source ?? Medium ?? Campaign ?? Term ?? Content ?? CampaignId) is not null;
}
