using Pipeline.Lifecycle;
using Pipeline.Records;

namespace Pipeline.Crm.Facts;

/// <summary>
/// What all leads' CRM facts say about one opportunity, so that each of its leads sees the same deal by one point read. A view: written
/// under the ETag that was read before the facts. Persisted: add fields, never rename.
/// </summary>
public sealed record OpportunityRecord
{
    /// <summary>Most parts that are kept, so that the row never outgrows the 1 MiB it may have: of more, sales
    /// and openings first, then what stands, then the latest.</summary>
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
        if (Parts.Contains(part) || IsMereRepeat(part))
        {
            return null;
        }

        var kept = Cut([.. Parts.Where(known => known.Key != part.Key), part]);
        return kept.SequenceEqual(Parts) ? null : this with { Parts = kept };
    }

    /// <summary>
    /// The record with parts as they are now, also those that were merely said again: which of two rows was said last depends on it.
    /// </summary>
    /// <param name="parts">Current versions of facts, read after this record.</param>
    public OpportunityRecord Renewed(IReadOnlyList<OpportunityPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var keys = parts.Select(part => part.Key).ToHashSet(StringComparer.Ordinal);
        return this with { Parts = Cut([.. Parts.Where(known => !keys.Contains(known.Key)), .. parts]) };
    }

    private static List<OpportunityPart> Cut(IReadOnlyList<OpportunityPart> parts)
    {
        var kept = parts.Count <= MaxParts ? parts
            : parts.OrderBy(Rank).ThenByDescending(known => known.Current.UploadedAt).ThenBy(known => known.Key, StringComparer.Ordinal)
                .Take(MaxParts);
        return [.. kept.OrderBy(known => known.Key, StringComparer.Ordinal)];
    }

    // Most uploads say again what is known; who said it last matters only beside another row that was uploaded since.
    private bool IsMereRepeat(OpportunityPart part) =>
        Parts.FirstOrDefault(known => known.Key == part.Key) is { } before
        && before.IsRepeatedBy(part)
        && !Parts.Any(other => other.Key != part.Key && other.Current.UploadedAt >= before.Current.UploadedAt);

    private static int Rank(OpportunityPart part) =>
        (part.Current.Removed ? 2 : 0) + (part.Current.Meaning is StageNames.Customer or StageNames.Opportunity ? 0 : 1);
}
