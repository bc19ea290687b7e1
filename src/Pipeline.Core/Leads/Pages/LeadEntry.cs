using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;

namespace Pipeline.Leads.Pages;

/// <summary>
/// What lists and reports need of one lead, as it stands on its page: a copy of the profile, or a tombstone. It replaces only an entry with
/// a smaller generation, so that it does not matter in which order entries arrive. Persisted: add fields, never rename.
/// </summary>
public sealed record LeadEntry
{
    /// <summary>Age from which a tombstone may go: 15 minutes. A younger one may still meet an entry that is on its way.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(15);

    /// <summary>Lead.</summary>
    public required string LeadId { get; init; }

    /// <summary>Generation of the profile that it is a copy of; a tombstone's is one more than that of the last profile.</summary>
    public required long Generation { get; init; }

    /// <summary>The profile without touches of its conversions, contacts, visitors and its other fields; null in a tombstone.</summary>
    public LeadProfile? Lead { get; init; }

    /// <summary>When the lead was found to be known no longer; UTC. Null while it is known.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>Makes the entry of a profile.</summary>
    public static LeadEntry Of(LeadProfile profile) => new()
    {
        LeadId = profile.LeadId,
        Generation = profile.Generation,
        Lead = profile with
        {
            Fields = ContactFields.Only(profile.Fields),
            Conversions = [.. profile.Conversions.Select(conversion => conversion with { Touches = [], TouchCount = null })],
            Journey = null,
            Insight = profile.Insight with { Contacts = [], Visitors = null },
            DueAt = null,
            DueDay = null,
        },
    };

    /// <summary>Makes the tombstone of a lead.</summary>
    /// <param name="last">Generation of its last profile or entry.</param>
    /// <param name="at">Present moment.</param>
    public static LeadEntry Tombstone(string leadId, long last, DateTimeOffset at) =>
        new() { LeadId = leadId, Generation = last + 1, GoneAt = at };
}
