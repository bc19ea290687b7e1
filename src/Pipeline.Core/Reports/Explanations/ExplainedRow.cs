using Pipeline.Attribution;

namespace Pipeline.Reports.Explanations;

/// <summary>One visit, lead, conversion, cost or day behind a number.</summary>
public sealed record ExplainedRow
{
    /// <summary>Local day on which it counts.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When it happened; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the visit, conversion, lead or visitor, or the day.</summary>
    public required string Id { get; init; }

    /// <summary>Visitor of a visit; null for conversions.</summary>
    public string? VisitorId { get; init; }

    /// <summary>Lead that converted; null for visits.</summary>
    public string? LeadId { get; init; }

    /// <summary>E-mail address of the lead; null for visits, and for a lead that is no more.</summary>
    public string? Email { get; init; }

    /// <summary>Company of the lead, as a form or the CRM named it; null when none did.</summary>
    public string? Company { get; init; }

    /// <summary>Stage reached; null for visits.</summary>
    public ConversionKind? Kind { get; init; }

    /// <summary>Channel; null, as all that follows, where the row has none.</summary>
    public string? Channel { get; init; }

    /// <summary>Source.</summary>
    public string? Source { get; init; }

    /// <summary>Medium.</summary>
    public string? Medium { get; init; }

    /// <summary>Campaign.</summary>
    public string? Campaign { get; init; }

    /// <summary>Landing page without its query.</summary>
    public string? LandingPage { get; init; }

    /// <summary>What the row adds to the number: 1 for a visit or lead, the credit of a conversion, a count.</summary>
    public required decimal Credit { get; init; }

    /// <summary>What the row adds to the amount.</summary>
    public decimal Amount { get; init; }

    /// <summary>True for a visit that a machine started: it adds nothing.</summary>
    public bool Automatic { get; init; }

    /// <summary>Score, or points that an activity gave.</summary>
    public decimal? Points { get; init; }

    /// <summary>Days that a lead or journey took; null where none are asked for.</summary>
    public decimal? Days { get; init; }

    /// <summary>The same, unrounded: what a median is taken of.</summary>
    internal double Exact { get; init; }

    /// <summary>Group that the row belongs to, of a number that is computed from several; null otherwise.</summary>
    public string? Group { get; init; }

    /// <summary>What tells the row apart: a reason, an activity, a way, a kind of cost, the leads of a shared device.</summary>
    public string? Detail { get; init; }
}
