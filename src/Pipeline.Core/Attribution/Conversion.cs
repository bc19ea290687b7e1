namespace Pipeline.Attribution;

/// <summary>A stage reached by a lead, with what is credited to the touches before it.</summary>
public sealed record Conversion
{
    /// <summary>Stable id: lead id and kind, or the opportunity's id and kind.</summary>
    public required string Id { get; init; }

    /// <summary>Lead that converted.</summary>
    public required string LeadId { get; init; }

    /// <summary>Stage reached.</summary>
    public required ConversionKind Kind { get; init; }

    /// <summary>The exact instant, UTC; the end of the local day when only a date is known.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Amount in minor units (cents); 0 for kinds without an amount, negative for a refund.</summary>
    public long Amount { get; init; }
}
