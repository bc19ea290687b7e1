namespace Pipeline.Capture.Links;

/// <summary>One link of the settings document <c>links</c>.</summary>
public sealed record NamedLink
{
    /// <summary>Name: 1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>; case does not matter.</summary>
    public required string Name { get; init; }

    /// <summary>Where the link leads: absolute https or http address on an allowed host, at most 2,048 characters.</summary>
    public required string Target { get; init; }

    /// <summary>Campaign whose parameters the target gets, where it has none of its own; null for none.</summary>
    public LinkCampaign? Campaign { get; init; }
}
