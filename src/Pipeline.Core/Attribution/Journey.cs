namespace Pipeline.Attribution;

/// <summary>One conversion (or refund) with all touches of its lead or leads.</summary>
public sealed record Journey
{
    /// <summary>What is credited. A refund's amount is negative.</summary>
    public required Conversion Conversion { get; init; }

    /// <summary>All touches in event order, not cut to any window; those after the conversion are ignored.</summary>
    public required IReadOnlyList<Touch> Touches { get; init; }

    /// <summary>When the milestones before the conversion happened.</summary>
    public Milestones Milestones { get; init; }

    /// <summary>
    /// For a refund, the conversion it takes back: its credits are repeated in proportion, so the journey's touches and milestones are
    /// those of this conversion. Null otherwise.
    /// </summary>
    public Conversion? RefundOf { get; init; }

    /// <summary>
    /// For a refund, the sum of the deal's earlier refunds, minor units, at most 0: refunds of the whole deal take back every cent.
    /// </summary>
    public long RefundedEarlier { get; init; }

    /// <summary>The conversion whose moment decides which touches count.</summary>
    public Conversion Credited => RefundOf ?? Conversion;
}
