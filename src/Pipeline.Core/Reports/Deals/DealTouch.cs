namespace Pipeline.Reports.Deals;

/// <summary>One touch of a deal with what each model gives to it.</summary>
public sealed record DealTouch
{
    /// <summary>Id of the touch; null for the part that no touch can take.</summary>
    public string? Id { get; init; }

    /// <summary>When it happened; UTC. Null for the part that no touch can take.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whole local calendar days before the conversion; null for the part that no touch can take.</summary>
    public int? AgeInDays { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Source.</summary>
    public required string Source { get; init; }

    /// <summary>Medium.</summary>
    public required string Medium { get; init; }

    /// <summary>Campaign; null when there is none.</summary>
    public string? Campaign { get; init; }

    /// <summary>Page on which it began; null when there is none.</summary>
    public string? LandingPage { get; init; }

    /// <summary>Whether it lies in the window and the Direct policy leaves it.</summary>
    public required bool Counts { get; init; }

    /// <summary>What each model gives; a model that gives nothing is left out.</summary>
    public required IReadOnlyList<DealCredit> Credits { get; init; }
}
