using Pipeline.Crm.Facts;

namespace Pipeline.Leads.Shown;

/// <summary>What the CRM said at one date, as a lead shows it.</summary>
public sealed record CrmEntry
{
    /// <summary>Id of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Date (yyyy-MM-dd), or the moment when a time was given.</summary>
    public required string Date { get; init; }

    /// <summary>Opportunity; null without one.</summary>
    public string? Opportunity { get; init; }

    /// <summary>The version that counts; a removed one takes the fact back.</summary>
    public required CrmVersion Current { get; init; }

    /// <summary>Versions before it, latest first.</summary>
    public required IReadOnlyList<CrmVersion> Earlier { get; init; }

    /// <summary>Makes the entries of a lead's facts.</summary>
    /// <param name="at">Moment; what is dated later does not count.</param>
    public static IReadOnlyList<CrmEntry> Of(IEnumerable<CrmFact> facts, DateTimeOffset at) =>
    [
        .. facts.Where(fact => fact.Current.At <= at)
            .OrderBy(fact => fact.Current.At)
            .ThenBy(fact => fact.Key, StringComparer.Ordinal)
            .Select(fact => new CrmEntry
            {
                Stage = fact.Stage,
                Date = fact.Date,
                Opportunity = fact.Opportunity,
                Current = fact.Current with { Repeats = null, RepeatRows = null },
                Earlier = [.. fact.Versions.Skip(1).Select(version => version with { Repeats = null, RepeatRows = null })],
            }),
    ];
}
