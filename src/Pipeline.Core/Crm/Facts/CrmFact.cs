using Pipeline.Records;

namespace Pipeline.Crm.Facts;

/// <summary>
/// A stage that the CRM gave to a lead: one for each lead, opportunity (or none), stage, date and sign of the amount. The version with the
/// greatest (upload time, row, content hash) is current, earlier ones are history. Persisted: add fields, never rename.
/// </summary>
public sealed record CrmFact
{
    /// <summary>Most versions that are kept; older ones are forgotten.</summary>
    public const int MaxVersions = 20;

    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Lead under which it is stored.</summary>
    public required string LeadId { get; init; }

    /// <summary>Normalised e-mail address of the row.</summary>
    public required string Email { get; init; }

    /// <summary>Opportunity as the CRM names it; null for a row without one.</summary>
    public string? Opportunity { get; init; }

    /// <summary>Id of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Date (yyyy-MM-dd), or the moment when the row gave a time; empty when it gave no date, as an open stage may.</summary>
    public required string Date { get; init; }

    /// <summary>Versions, the current one first; at least one.</summary>
    public required IReadOnlyList<CrmVersion> Versions { get; init; }

    /// <summary>The earliest upload that said it, where its version is forgotten; null while it is known.</summary>
    public DateTimeOffset? ForgottenAt { get; init; }

    /// <summary>Key of the fact. A refund is a fact of its own beside the sale of its date.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => FactKey.Of($"crm\n{LeadId}\n{Opportunity}\n{Stage}\n{Date}{(Deal.IsRefund(Current) ? "\nrefund" : "")}");

    /// <summary>Key of its opportunity; null without one.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? OpportunityKey => Opportunity is null ? null : OpportunityRecord.KeyOf(Opportunity);

    /// <summary>The version that counts.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CrmVersion Current => Versions[0];

    /// <summary>The earliest upload that said it since it was last taken back; UTC.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset FirstSaidAt => Since.Count < Versions.Count ? Since[^1].UploadedAt : ForgottenAt ?? Versions[^1].UploadedAt;

    /// <summary>
    /// Uploads that said it since it was last taken back, ascending, those that are kept; none where the date is the stage's own.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<DateTimeOffset> SaidAt => Date.Length > 0 && !Current.IsForecast && Current.HasOwnDate && Current.At <= FirstSaidAt
        ? []
        : [.. Since.SelectMany(version => version.Uploads()).Select(upload => upload.UploadedAt).Distinct().Order()];

    private IReadOnlyList<CrmVersion> Since => [Current, .. Versions.Skip(1).TakeWhile(version => !version.Removed)];

    /// <summary>
    /// The fact with one more upload. The order in which uploads arrive does not matter; one that repeats what was said before it is no
    /// version.
    /// </summary>
    /// <param name="upload">Upload that has arrived, without repeats.</param>
    /// <returns>The changed fact; null when nothing changes.</returns>
    public CrmFact? With(CrmVersion upload)
    {
        var uploads = Versions.SelectMany(known => known.Uploads()).ToList();
        if (uploads.Exists(known => known.CompareTo(upload) == 0))
        {
            return null;
        }

        uploads.Add(upload);
        var first = ForgottenAt ?? Versions[^1].UploadedAt;
        first = upload.UploadedAt < first ? upload.UploadedAt : first;
        var versions = Cut(uploads);
        var next = this with { Versions = versions, ForgottenAt = first < versions[^1].UploadedAt ? first : null };
        var isSame = ForgottenAt == next.ForgottenAt && SaysTheSame(next)
            && Versions.Zip(next.Versions).All(pair => pair.First.HasRepeatsOf(pair.Second));
        return isSame ? null : next;
    }

    /// <summary>True when both have the same versions, however often they were repeated.</summary>
    /// <param name="other">The same fact at another time.</param>
    public bool SaysTheSame(CrmFact other) =>
        Versions
            .Select(version => (version.UploadedAt, version.Hash))
            .SequenceEqual(other.Versions.Select(version => (version.UploadedAt, version.Hash)));

    private static List<CrmVersion> Cut(List<CrmVersion> uploads)
    {
        var versions = new List<CrmVersion>();
        uploads.Sort((left, right) => left.CompareTo(right));
        foreach (var upload in uploads)
        {
            if (versions.Count > 0 && versions[^1].Hash == upload.Hash)
            {
                versions[^1] = versions[^1].RepeatedBy(upload);
            }
            else
            {
                versions.Add(upload);
            }
        }

        versions.Reverse();
        return [.. versions.Take(MaxVersions)];
    }
}
