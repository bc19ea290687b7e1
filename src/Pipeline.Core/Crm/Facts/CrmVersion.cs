using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Crm.Facts;

/// <summary>One uploaded version of a CRM row. Persisted within <see cref="CrmFact"/>: add fields, never rename.</summary>
public sealed record CrmVersion
{
    /// <summary>Most repeats that are kept whatever their distance: the latest.</summary>
    public const int MaxRepeats = 30;

    /// <summary>Of so many weeks before the latest repeat the first repeat of each is kept too.</summary>
    public const int MaxWeeks = 60;

    /// <summary>
    /// When its upload was received, or the moment that the upload says it shows; UTC. Of equal content that came several times in a row,
    /// the first time.
    /// </summary>
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>
    /// When later uploads said the same again before any said something else, ascending; the latest <see cref="MaxRepeats"/>, and of
    /// <see cref="MaxWeeks"/> weeks the first. They tell what is current when an upload from between them arrives late. Null when there are
    /// none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DateTimeOffset>? Repeats { get; init; }

    /// <summary>Number of its row in the upload: of one upload the later row counts. 0 for what earlier releases stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Row { get; init; }

    /// <summary>Numbers of the rows of <see cref="Repeats"/>; null when all are 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? RepeatRows { get; init; }

    /// <summary>
    /// 26 base32 characters of SHA-256 of everything below but <see cref="Meaning"/> and <see cref="HasOwnDate"/>, which the row does not
    /// say.
    /// </summary>
    public required string Hash { get; init; }

    /// <summary>True when the row took the fact back.</summary>
    public bool Removed { get; init; }

    /// <summary>
    /// When the stage was reached; UTC. The end of the local day when only the date is known; the earliest moment when no date was given.
    /// </summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True when the date is the one at which an open deal is expected to close: it is no date of the stage.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsForecast { get; init; }

    /// <summary>
    /// Set by <see cref="DealRows.Date"/>, not stored: false when <see cref="At"/> comes from an upload, because the row has no date of the
    /// stage.
    /// </summary>
    [JsonIgnore]
    public bool HasOwnDate { get; init; } = true;

    /// <summary>Stage as the row named it.</summary>
    public required string Named { get; init; }

    /// <summary>
    /// Shipped stage as which it counted at the upload; null for none. It is read for stages alone that the settings no longer hold.
    /// </summary>
    public string? Meaning { get; init; }

    /// <summary>Place of the stage in the order of stages, as earlier releases stored it; no longer read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Order { get; init; }

    /// <summary>Amount in minor units of <see cref="Currency"/>; null when the row gave none.</summary>
    public long? Amount { get; init; }

    /// <summary>Currency of the amount; null without an amount.</summary>
    public string? Currency { get; init; }

    /// <summary>Units of the reporting currency for one of <see cref="Currency"/>; null when it is the same.</summary>
    public decimal? Rate { get; init; }

    /// <summary>Amount in minor units of the reporting currency; negative for a refund, null without an amount.</summary>
    public long? Reported { get; init; }

    /// <summary>Reporting currency at the time of the upload; null without an amount.</summary>
    public string? ReportedCurrency { get; init; }

    /// <summary>Why; null when not given.</summary>
    public string? Reason { get; init; }

    /// <summary>Who in sales; null when not given.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was said last: by the upload that brought it, or by the latest one that repeated it.</summary>
    [JsonIgnore]
    public DateTimeOffset LastSaidAt => Repeats is [.., var last] ? last : UploadedAt;

    /// <summary>Number of the row that said it last, in the upload of <see cref="LastSaidAt"/>.</summary>
    [JsonIgnore]
    public int LastRow => Repeats is null ? Row : RepeatRows is [.., var last] ? last : 0;

    /// <summary>
    /// What the row says about the person and the company, by the names of the fit rules' fields; null when it says nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, string>? Fields { get; init; }

    /// <summary>The same content with its hash, as of an upload.</summary>
    /// <param name="uploadedAt">When the upload was received.</param>
    /// <param name="row">Number of its row.</param>
    public CrmVersion Stamp(DateTimeOffset uploadedAt, int row = 0)
    {
        var content = this with { UploadedAt = default, Row = 0, Hash = "", Repeats = null, RepeatRows = null, Meaning = null };
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, CrmJson.Stored.CrmVersion));
        return this with { UploadedAt = uploadedAt, Row = row, Hash = Base32.Encode(hash, FactKey.Length) };
    }

    /// <summary>The uploads that this version stands for, each as a version of its own, in order of time.</summary>
    internal IEnumerable<CrmVersion> Uploads() =>
        (Repeats ?? [])
            .Select((at, place) => this with { UploadedAt = at, Row = RepeatRows?[place] ?? 0, Repeats = null, RepeatRows = null })
                .Prepend(this with { Repeats = null, RepeatRows = null });

    /// <summary>The version after one more upload that says the same.</summary>
    /// <param name="upload">Upload after all of its own.</param>
    internal CrmVersion RepeatedBy(CrmVersion upload)
    {
        List<(DateTimeOffset At, int Row)> all =
            [.. Uploads().Skip(1).Select(known => (known.UploadedAt, known.Row)), (upload.UploadedAt, upload.Row)];

        // Which are kept depends on the uploads alone, not on the order in which they came.
        var last = WeekOf(upload.UploadedAt);
        var kept = all.Where((repeat, place) => place >= all.Count - MaxRepeats
            || (WeekOf(repeat.At) > last - MaxWeeks && WeekOf(place == 0 ? UploadedAt : all[place - 1].At) != WeekOf(repeat.At))).ToList();
        return this with
        {
            Repeats = [.. kept.Select(repeat => repeat.At)],
            RepeatRows = kept.All(repeat => repeat.Row == 0) ? null : [.. kept.Select(repeat => repeat.Row)],
        };

        static long WeekOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerDay / 7;
    }

    /// <summary>True when both were repeated by the same uploads.</summary>
    /// <param name="other">The same version at another time.</param>
    internal bool HasRepeatsOf(CrmVersion other) =>
        (Repeats ?? []).SequenceEqual(other.Repeats ?? []) && (RepeatRows ?? []).SequenceEqual(other.RepeatRows ?? []);

    /// <summary>Compares two versions: the greater (upload time, row, content hash) is the later one.</summary>
    public int CompareTo(CrmVersion other)
    {
        var byTime = UploadedAt.CompareTo(other.UploadedAt);
        var byRow = byTime != 0 ? byTime : Row.CompareTo(other.Row);
        return byRow != 0 ? byRow : string.CompareOrdinal(Hash, other.Hash);
    }
}
