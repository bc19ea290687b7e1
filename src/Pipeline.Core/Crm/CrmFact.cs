using Pipeline.Identity;

namespace Pipeline.Crm;

/// <summary>
/// A stage that the CRM gave to a lead: one for each lead, opportunity (or none), stage and date. The version with the greatest (upload
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

    /// <summary>Key of the fact.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Key => FactKey.Of($"crm\n{LeadId}\n{Opportunity}\n{Stage}\n{Date}");

    /// <summary>Key of its opportunity; null without one.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? OpportunityKey => Opportunity is null ? null : OpportunityRecord.KeyOf(Opportunity);

    /// <summary>The version that counts.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CrmVersion Current => Versions[0];

    /// <summary>
    /// The fact with one more version. The order in which versions arrive does not matter; one that repeats the version before it is none.
    /// </summary>
    /// <param name="version">Version that has arrived.</param>
    /// <returns>The changed fact; null when nothing changes.</returns>
    public CrmFact? With(CrmVersion version)
    {
        var versions = Versions.ToList();
        var place = versions.TakeWhile(known => known.CompareTo(version) > 0).Count();
        if (place < versions.Count && versions[place].Hash == version.Hash)
        {
            return null;
        }

        if (place > 0 && versions[place - 1].Hash == version.Hash)
        {
            versions[place - 1] = version;
        }
        else if (place < MaxVersions)
        {
            versions.Insert(place, version);
        }
        else
        {
            return null;
        }

        return this with { Versions = [.. versions.Take(MaxVersions)] };
    }
}
