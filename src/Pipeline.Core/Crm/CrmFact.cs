using Pipeline.Identity;

namespace Pipeline.Crm;

/// <summary>
/// A stage that the CRM gave to a lead: one for each lead, opportunity (or none), stage, date and sign of the amount. The version with the greatest (upload
/// time, content hash) is current, earlier ones are history. Persisted: add fields, never rename.
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

    /// <summary>Date (yyyy-MM-dd), or the moment when the row gave a time.</summary>
    public required string Date { get; init; }

    /// <summary>Versions, the current one first; at least one.</summary>
    public required IReadOnlyList<CrmVersion> Versions { get; init; }

    /// <summary>Key of the fact. A refund is a fact of its own beside the sale of its date.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => FactKey.Of($"crm\n{LeadId}\n{Opportunity}\n{Stage}\n{Date}{(Deal.IsRefund(Current) ? "\nrefund" : "")}");

    /// <summary>Key of its opportunity; null without one.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? OpportunityKey => Opportunity is null ? null : OpportunityRecord.KeyOf(Opportunity);

    /// <summary>The version that counts.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CrmVersion Current => Versions[0];

    /// <summary>
    /// The fact with one more upload. The order in which uploads arrive does not matter; one that repeats what was said before it is no version.
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
        var next = this with { Versions = Cut(uploads) };
        return SaysTheSame(next) && Versions.Zip(next.Versions).All(pair => (pair.First.Repeats ?? []).SequenceEqual(pair.Second.Repeats ?? [])) ? null : next;
    }

    /// <summary>True when both have the same versions, however often they were repeated.</summary>
    /// <param name="other">The same fact at another time.</param>
    public bool SaysTheSame(CrmFact other) =>
        Versions.Select(version => (version.UploadedAt, version.Hash)).SequenceEqual(other.Versions.Select(version => (version.UploadedAt, version.Hash)));

    private static List<CrmVersion> Cut(List<CrmVersion> uploads)
    {
        var versions = new List<CrmVersion>();
        uploads.Sort((left, right) => left.CompareTo(right));
        foreach (var upload in uploads)
        {
            if (versions.Count > 0 && versions[^1].Hash == upload.Hash)
            {
                versions[^1] = versions[^1] with { Repeats = [.. (versions[^1].Repeats ?? []).Append(upload.UploadedAt).TakeLast(CrmVersion.MaxRepeats)] };
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
