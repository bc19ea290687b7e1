namespace Pipeline.Leads.Previews;

/// <summary>What rules would do to the leads, compared with the rules in use at the same moment.</summary>
public sealed record Preview
{
    /// <summary>Moment of the comparison: that from which the rules would count; UTC. Give it with the cursor to go on.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Leads there are.</summary>
    public required int Leads { get; init; }

    /// <summary>Leads that this part covers; all numbers below are about them.</summary>
    public required int Covered { get; init; }

    /// <summary>Cursor with which to go on; null when no lead is left.</summary>
    public string? Next { get; init; }

    /// <summary>Leads whose score would change by 0.01 or more.</summary>
    public required int Changed { get; init; }

    /// <summary>Of them, those whose score would rise.</summary>
    public required int Up { get; init; }

    /// <summary>Of them, those whose score would fall.</summary>
    public required int Down { get; init; }

    /// <summary>Leads whose score would newly reach the enter threshold, whatever their stage.</summary>
    public required int AboveThreshold { get; init; }

    /// <summary>Leads whose score would no longer reach the enter threshold.</summary>
    public required int BelowThreshold { get; init; }

    /// <summary>Leads that would become MQL, each with a hand-off.</summary>
    public required int BecomeMql { get; init; }

    /// <summary>Leads that would be MQL no longer.</summary>
    public required int LeaveMql { get; init; }

    /// <summary>Leads that would have another fit grade.</summary>
    public required int Regraded { get; init; }

    /// <summary>Leads that would be in another stage.</summary>
    public required int Restaged { get; init; }

    /// <summary>Leads whose conversions would change: one more or fewer, another moment or amount.</summary>
    public required int Reconverted { get; init; }

    /// <summary>Leads in bands 1 to 4 by the rules as they are.</summary>
    public required IReadOnlyList<int> BandsBefore { get; init; }

    /// <summary>Leads in bands 1 to 4 by the rules as they would be.</summary>
    public required IReadOnlyList<int> BandsAfter { get; init; }

    /// <summary>The leads whose score would change most, at most 20.</summary>
    public required IReadOnlyList<PreviewMover> Movers { get; init; }

    /// <summary>Leads that would cross the enter threshold in either direction, those that change most first, at most 20.</summary>
    public required IReadOnlyList<PreviewMover> Crossing { get; init; }

    /// <summary>Touches of the leads.</summary>
    public required int Touches { get; init; }

    /// <summary>Touches that would have another channel, most first.</summary>
    public required IReadOnlyList<PreviewChannel> Channels { get; init; }
}
