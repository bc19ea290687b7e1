using Pipeline.Leads.Facts;

namespace Pipeline.Leads.Handoffs;

/// <summary>What sales is told when a hand-off that it got was not so: a form was disowned, a link taken back.</summary>
public sealed record HandoffWithdrawal
{
    /// <summary>Version of this shape. Currently 1.</summary>
    public required int Version { get; init; }

    /// <summary>Always <c>handoff.withdrawn</c>.</summary>
    public string Type { get; } = "handoff.withdrawn";

    /// <summary>Id of this message: the same for every delivery of it.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the hand-off that is withdrawn.</summary>
    public required string Handoff { get; init; }

    /// <summary>Lead.</summary>
    public required string LeadId { get; init; }

    /// <summary>Number of the hand-off.</summary>
    public required int Entry { get; init; }

    /// <summary>When the lead was said to have become MQL; UTC.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>Moment of sending; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Makes the message of a hand-off.</summary>
    /// <param name="at">Moment of sending.</param>
    public static HandoffWithdrawal Of(Handoff handoff, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(handoff);
        return new HandoffWithdrawal
        {
            Version = 1,
            Id = $"{handoff.Id}|withdrawn",
            Handoff = handoff.Id,
            LeadId = handoff.LeadId,
            Entry = handoff.Entry,
            EnteredAt = handoff.EnteredAt,
            At = at,
        };
    }
}
