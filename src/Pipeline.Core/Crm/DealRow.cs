using Pipeline.Crm.Facts;
using Pipeline.Lifecycle;

namespace Pipeline.Crm;

/// <summary>
/// What uploads said about one stage of a deal on one date: a fact or a part of an opportunity, with when it was said.
/// <see cref="DealRows"/> works out from when it counts and whether another row took it back.
/// </summary>
public sealed record DealRow
{
    // yyyy-MM-dd
    private const int DayLength = 10;

    /// <summary>Key of the fact.</summary>
    public required string Key { get; init; }

    /// <summary>Id of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Date as the fact's key has it; empty when the row gave none.</summary>
    public required string Date { get; init; }

    /// <summary>True when the row gave a time of day; false when it gave a day alone, or no date.</summary>
    public bool HasTime => Date.Length > DayLength;

    /// <summary>What its latest upload said.</summary>
    public required CrmVersion Version { get; init; }

    /// <summary>The earliest upload that said it; UTC.</summary>
    public required DateTimeOffset FirstSaidAt { get; init; }

    /// <summary>Uploads that said it, as far as they are kept, ascending; none when the date is the stage's own.</summary>
    public IReadOnlyList<DateTimeOffset> SaidAt { get; init; } = [];

    /// <summary>From when on it does not count, because a row took it back; null when none did.</summary>
    public DateTimeOffset? TakenBackAt { get; init; }

    /// <summary>The row that took it back; null when none did.</summary>
    public DealRow? TakenBackBy { get; init; }

    /// <summary>From when on it counts; UTC.</summary>
    public DateTimeOffset At => Version.At;

    /// <summary>The upload that said it last; UTC.</summary>
    public DateTimeOffset LastSaidAt => Version.LastSaidAt;

    /// <summary>True while the row itself was not removed.</summary>
    public bool Stands => !Version.Removed;

    /// <summary>True for money that was paid back: no stage, and nothing takes it back.</summary>
    public bool IsRefund => Version.Meaning == StageNames.Customer && Deal.IsRefund(Version);

    internal bool IsWon => Version.Meaning is StageNames.Customer or StageNames.Advocate && !IsRefund;

    internal bool IsExit => Version.Meaning is StageNames.Lost or StageNames.Disqualified or StageNames.Recycled;

    // Place on the way forward; null for the ways out and for stages that count as none.
    internal int? Rung => IsRefund ? null : Version.Meaning switch
    {
        StageNames.Lead => 1,
        StageNames.Mql => 2,
        StageNames.Sql => 3,
        StageNames.Opportunity => 4,
        StageNames.Customer => 5,
        StageNames.Advocate => 6,
        _ => null,
    };

    internal bool IsOpen => Rung <= 4;

    /// <summary>A fact as a row.</summary>
    public static DealRow Of(CrmFact fact) => new()
    {
        Key = fact.Key,
        Stage = fact.Stage,
        Date = fact.Date,
        Version = fact.Current,
        FirstSaidAt = fact.FirstSaidAt,
        SaidAt = fact.SaidAt,
    };

    /// <summary>A part of an opportunity as a row.</summary>
    public static DealRow Of(OpportunityPart part) => new()
    {
        Key = part.Key,
        Stage = part.Stage,
        Date = part.Date,
        Version = part.Current,
        FirstSaidAt = part.FirstSaidAt ?? part.Current.UploadedAt,
        SaidAt = part.SaidAt ?? [],
    };

    /// <summary>Compares by who spoke last: (upload, row in it, content hash).</summary>
    public int CompareTo(DealRow other)
    {
        var byTime = LastSaidAt.CompareTo(other.LastSaidAt);
        var byRow = byTime != 0 ? byTime : Version.LastRow.CompareTo(other.Version.LastRow);
        return byRow != 0 ? byRow : string.CompareOrdinal(Version.Hash, other.Version.Hash);
    }
}
