using Pipeline.Attribution;

namespace Pipeline.Reports.Deals;

/// <summary>One conversion (or refund) of a deal, touch by touch.</summary>
public sealed record DealConversion
{
    /// <summary>Conversion id.</summary>
    public required string Id { get; init; }

    /// <summary>Lead that converted.</summary>
    public required string LeadId { get; init; }

    /// <summary>Stage reached.</summary>
    public required ConversionKind Kind { get; init; }

    /// <summary>When; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Local day on which it counts.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Amount; negative for a refund.</summary>
    public required decimal Amount { get; init; }

    /// <summary>When the lead became known; null when unknown.</summary>
    public DateTimeOffset? LeadCreatedAt { get; init; }

    /// <summary>When the opportunity was opened; null when there was none.</summary>
    public DateTimeOffset? OpportunityAt { get; init; }

    /// <summary>Touches in event order, also those that do not count, and last the part that no touch can take.</summary>
    public required IReadOnlyList<DealTouch> Touches { get; init; }
}
