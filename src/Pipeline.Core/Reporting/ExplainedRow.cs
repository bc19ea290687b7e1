using Pipeline.Attribution;

namespace Pipeline.Reporting;

/// <summary>One visit or conversion behind a number.</summary>
public sealed record ExplainedRow
{
    /// <summary>Local day on which it counts.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When it happened; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the visit or conversion.</summary>
    public required string Id { get; init; }

    /// <summary>Visitor of a visit; null for conversions.</summary>
    public string? VisitorId { get; init; }

    /// <summary>Lead that converted; null for visits.</summary>
    public string? LeadId { get; init; }

    /// <summary>Stage reached; null for visits.</summary>
    public ConversionKind? Kind { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Source.</summary>
    public required string Source { get; init; }

    /// <summary>Medium.</summary>
    public required string Medium { get; init; }

    /// <summary>Campaign.</summary>
    public required string Campaign { get; init; }

    /// <summary>Landing page without its query.</summary>
    public required string LandingPage { get; init; }

    /// <summary>What the row adds to the number: 1 for a visit, the credit of a conversion.</summary>
    public required decimal Credit { get; init; }

    /// <summary>What the row adds to the amount.</summary>
    public decimal Amount { get; init; }

    /// <summary>True for a visit that a machine started: it adds nothing.</summary>
    public bool Automatic { get; init; }
}
