using Pipeline.Identity;

namespace Pipeline.Crm;

/// <summary>
/// What all leads' CRM facts say about one opportunity, so that each of its leads sees the same deal by one point read. A view: written under
/// the ETag that was read before the facts. Persisted: add fields, never rename.
/// </summary>
public sealed record OpportunityRecord
{
    /// <summary>Most parts that are kept, so that the row never outgrows the 1 MiB it may have: of more, those with the smallest keys.</summary>
    public const int MaxParts = 300;

    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Opportunity as the CRM names it.</summary>
    public required string Opportunity { get; init; }

    /// <summary>Parts in the order of their keys.</summary>
    public required IReadOnlyList<OpportunityPart> Parts { get; init; }

    /// <summary>Leads of the opportunity, in ordinal order.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> LeadIds => [.. Parts.Select(part => part.LeadId).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Key of an opportunity: <c>o_</c> and 26 base32 characters.</summary>
    /// <param name="opportunity">Opportunity as the CRM names it.</param>
    public static string KeyOf(string opportunity) => "o_" + FactKey.Of($"opportunity\n{opportunity}");

    /// <summary>The record with a part as it is now.</summary>
    /// <param name="part">Current version of a fact, read after this record.</param>
    /// <returns>The changed record; null when nothing changes.</returns>
    public OpportunityRecord? With(OpportunityPart part)
    {
        var parts = Parts.Where(known => known.Key != part.Key).Append(part).OrderBy(known => known.Key, StringComparer.Ordinal).Take(MaxParts).ToList();
        return Parts.Contains(part) || !parts.Contains(part) ? null : this with { Parts = parts };
    }
}
