using Pipeline.Attribution;

namespace Pipeline.Leads.Facts;

/// <summary>A conversion of a lead and its journey. Persisted within the profile: add fields, never rename.</summary>
public sealed record LeadConversion
{
    /// <summary>The conversion.</summary>
    public required Conversion Conversion { get; init; }

    /// <summary>Local day on which it counts (yyyy-MM-dd).</summary>
    public required string Day { get; init; }

    /// <summary>Touches at or before the conversion, in event order, not cut to any window.</summary>
    public required IReadOnlyList<Touch> Touches { get; init; }

    /// <summary>How many touches of the profile's journey it has, as it is stored; null when <see cref="Touches"/> holds them.</summary>
    public int? TouchCount { get; init; }

    /// <summary>
    /// Which of these <see cref="TouchCount"/> touches it does not have, a bit each, from the lowest one on; null when it has all.
    /// </summary>
    public byte[]? LeftOut { get; init; }

    /// <summary>When the lead became known; UTC.</summary>
    public required DateTimeOffset LeadCreatedAt { get; init; }

    /// <summary>When the opportunity before it was opened; null when there was none.</summary>
    public DateTimeOffset? OpportunityAt { get; init; }

    /// <summary>For a refund, the conversion that it takes back; null otherwise.</summary>
    public Conversion? RefundOf { get; init; }

    /// <summary>For a refund, the sum of the deal's earlier refunds; at most 0.</summary>
    public long RefundedEarlier { get; init; }

    /// <summary>The journey, as attribution models take it.</summary>
    public Journey ToJourney() => new()
    {
        Conversion = Conversion,
        Touches = Touches,
        Milestones = new Milestones { LeadCreatedAt = LeadCreatedAt, OpportunityAt = OpportunityAt },
        RefundOf = RefundOf,
        RefundedEarlier = RefundedEarlier,
    };

    /// <summary>True when both credit the same touches on the same day.</summary>
    /// <param name="other">Conversion to compare with; null is never the same.</param>
    public bool IsSame(LeadConversion? other) =>
        other is not null
        && Conversion == other.Conversion
        && Day == other.Day
        && LeadCreatedAt == other.LeadCreatedAt
        && OpportunityAt == other.OpportunityAt
        && RefundOf == other.RefundOf
        && RefundedEarlier == other.RefundedEarlier
        && Touches.SequenceEqual(other.Touches);
}
