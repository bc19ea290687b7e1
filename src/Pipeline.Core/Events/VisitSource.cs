namespace Pipeline.Events;

/// <summary>Where a visit came from: the channel decision and the fields it was made from.</summary>
public sealed record VisitSource
{
    /// <summary>Channel name, for example <c>Organic Social</c>; never empty.</summary>
    public required string Channel { get; init; }

    /// <summary>Source: <c>utm_source</c>, else the referring site, else <c>(direct)</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Medium: <c>utm_medium</c>, else what the rule implies (<c>organic</c>, <c>referral</c>, <c>(none)</c> …).</summary>
    public required string Medium { get; init; }

    /// <summary><c>utm_campaign</c>; null when there is none.</summary>
    public string? Campaign { get; init; }

    /// <summary><c>utm_term</c>; null when there is none.</summary>
    public string? Term { get; init; }

    /// <summary><c>utm_content</c>; null when there is none.</summary>
    public string? Content { get; init; }

    /// <summary>Name of the click id parameter; null when there is none.</summary>
    public string? ClickIdKind { get; init; }

    /// <summary>Id of the rule that decided the channel.</summary>
    public required string RuleId { get; init; }

    /// <summary>Version of the channel rules that decided.</summary>
    public required string RulesVersion { get; init; }
}
