namespace Pipeline.Capture.Links;

/// <summary>Campaign of a tracked link in the settings.</summary>
public sealed class LinkCampaign
{
    /// <summary><c>utm_source</c>.</summary>
    /// <value>At most 200 characters, for example <c>spring-letter</c>. Default none.</value>
    public string? Source { get; set; }

    /// <summary><c>utm_medium</c>.</summary>
    /// <value>At most 200 characters, for example <c>email</c> or <c>qr</c>. Default none.</value>
    public string? Medium { get; set; }

    /// <summary><c>utm_campaign</c>.</summary>
    /// <value>At most 200 characters. Default none.</value>
    public string? Campaign { get; set; }

    /// <summary><c>utm_term</c>.</summary>
    /// <value>At most 200 characters. Default none.</value>
    public string? Term { get; set; }

    /// <summary><c>utm_content</c>.</summary>
    /// <value>At most 200 characters. Default none.</value>
    public string? Content { get; set; }

    internal IEnumerable<(string Name, string Parameter, string? Value)> Parameters =>
    [
        (nameof(Source), "utm_source", Source),
        (nameof(Medium), "utm_medium", Medium),
        (nameof(Campaign), "utm_campaign", Campaign),
        (nameof(Term), "utm_term", Term),
        (nameof(Content), "utm_content", Content),
    ];
}
