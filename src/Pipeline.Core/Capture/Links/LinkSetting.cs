namespace Pipeline.Capture.Links;

/// <summary>One tracked link in the settings.</summary>
public sealed class LinkSetting
{
    /// <summary>Where the link leads.</summary>
    /// <value>Absolute https or http address on an allowed host, at most 2,048 characters. Required.</value>
    public string Target { get; set; } = "";

    /// <summary>Campaign whose parameters the target gets, where it has none of its own.</summary>
    /// <value>Texts of at most 200 characters. A source is required, here or in the target.</value>
    public LinkCampaign Campaign { get; set; } = new();
}
