using Pipeline.Attribution;

namespace Pipeline.Uploads;

/// <summary>What was spent on a day or over several days. Persisted: add fields, never rename.</summary>
public sealed record CostFact
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Key made from what identifies the cost; an upload with the same key replaces it.</summary>
    public required string Key { get; init; }

    /// <summary>First local day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last local day; inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Source; null when the row named none.</summary>
    public string? Source { get; init; }

    /// <summary>Campaign; null when the row named none.</summary>
    public string? Campaign { get; init; }

    /// <summary>What it was spent on.</summary>
    public required CostKind Kind { get; init; }

    /// <summary>Minor units of the currency of reports; negative for a credit note.</summary>
    public required long Amount { get; init; }

    /// <summary>When it was uploaded; UTC.</summary>
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>True when both say the same, whenever they were uploaded.</summary>
    /// <param name="other">Cost to compare with; null is never the same.</param>
    public bool IsSame(CostFact? other) => other is not null && this == other with { UploadedAt = UploadedAt };

    /// <summary>The cost of each day: equal shares, what is left over to the earliest days, so that they sum to the amount.</summary>
    public IEnumerable<CostLine> Days()
    {
        var weights = new long[To.DayNumber - From.DayNumber + 1];
        Array.Fill(weights, 1);
        var amounts = new long[weights.Length];
        CreditSplit.Split(Amount, weights, amounts);
        return amounts.Select((amount, place) => new CostLine(From.AddDays(place), Channel, Source, Campaign, Kind, amount));
    }
}
