using Pipeline.Attribution;

namespace Pipeline.Uploads;

/// <summary>What was spent on a day or over several days. Persisted: add fields, never rename.</summary>
public sealed record CostFact
{
    /// <summary>First version whose key is made of folded names, and which holds <see cref="Id"/>: 2.</summary>
    public const int FoldedVersion = 2;

    /// <summary>Version of this record's shape. Currently 2.</summary>
    public int Version { get; init; } = FoldedVersion;

    /// <summary>Key made from what identifies the cost (<see cref="CostKey"/>); an upload with the same key replaces it.</summary>
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

    /// <summary>The uploader's own id of the row; null when it named none, and in what earlier releases stored.</summary>
    public string? Id { get; init; }

    /// <summary>True when the row was taken back: nothing was spent.</summary>
    public bool Removed { get; init; }

    /// <summary>When it was uploaded; UTC.</summary>
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>True when both say the same of one cost, whenever they were uploaded and however its names are written.</summary>
    /// <param name="other">Cost of the same key; null is never the same.</param>
    public bool IsSame(CostFact? other) => other is not null && other.Amount == Amount && other.Removed == Removed;

    /// <summary>The cost of each day: equal shares, what is left over to the earliest days, so that they sum to the amount.</summary>
    public IEnumerable<CostLine> Days()
    {
        if (Removed)
        {
            return [];
        }

        var weights = new long[To.DayNumber - From.DayNumber + 1];
        Array.Fill(weights, 1);
        var amounts = new long[weights.Length];
        CreditSplit.Split(Amount, weights, amounts);
        return amounts.Select((amount, place) => new CostLine(From.AddDays(place), Channel, Source, Campaign, Kind, amount));
    }
}
