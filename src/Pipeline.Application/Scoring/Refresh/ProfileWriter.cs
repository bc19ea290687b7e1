using System.Collections.Concurrent;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Pages;
using Pipeline.Records;

namespace Pipeline.Scoring.Refresh;

/// <summary>
/// Stores a lead's profile and then its entry on its page. The page holds the stored profile's generation before a profile is removed, and
/// the refresh runs again when the entry comes too late: so a tombstone never covers a lead that has come back.
/// </summary>
public sealed class ProfileWriter(ILeadStore leads, LeadPageWriter pages, TimeProvider timeProvider)
{
    // Generations of entries that were met instead of one's own: the next profile of the lead goes beyond them.
    private readonly ConcurrentDictionary<string, long> _ahead = new(StringComparer.Ordinal);

    /// <summary>Reads the stored profile. One storage call.</summary>
    public Task<Versioned<LeadProfile>> ReadAsync(string leadId, CancellationToken cancellationToken) =>
        leads.GetProfileAsync(leadId, cancellationToken);

    /// <summary>Replaces or removes the profile, with the hand-offs that this brings.</summary>
    /// <param name="stored">Profile that is replaced, as <see cref="ReadAsync"/> gave it.</param>
    /// <param name="profile">New profile; null when the lead is known no longer.</param>
    /// <param name="handoffs">Hand-offs to write with it.</param>
    /// <returns>The entry to <see cref="ListAsync"/>; null when there was no profile and there is none.</returns>
    /// <exception cref="StorageConflictException">The profile or a hand-off changed since it was read.</exception>
    public async Task<LeadEntry?> WriteAsync(
        string leadId,
        Versioned<LeadProfile> stored,
        LeadProfile? profile,
        IReadOnlyList<HandoffWrite> handoffs,
        CancellationToken cancellationToken)
    {
        var generation = Math.Max(stored.Value?.Generation ?? 0, _ahead.GetValueOrDefault(leadId));
        if (profile is not null)
        {
            var next = profile with { Generation = generation + 1 };
            await leads.SaveProfileAsync(next, stored.ETag, handoffs, cancellationToken);
            return LeadEntry.Of(next);
        }

        if (stored is not { Value: { } last, ETag: { } etag })
        {
            return null;
        }

        await pages.PutAsync(LeadEntry.Of(last), cancellationToken);
        await leads.RemoveProfileAsync(leadId, etag, handoffs, cancellationToken);
        return LeadEntry.Tombstone(leadId, generation, timeProvider.GetUtcNow());
    }

    /// <summary>Puts what <see cref="WriteAsync"/> gave on the lead's page.</summary>
    /// <exception cref="StorageConflictException">Another entry came before it; the refresh has to run again.</exception>
    public async Task ListAsync(string leadId, LeadEntry? entry, CancellationToken cancellationToken)
    {
        if (entry is null)
        {
            await pages.BuryAsync(leadId, cancellationToken);
            return;
        }

        var held = await pages.PutAsync(entry, cancellationToken);
        if (ReferenceEquals(held, entry))
        {
            _ahead.TryRemove(leadId, out _);
        }
        else
        {
            _ahead[leadId] = held.Generation;
            throw new StorageConflictException($"The page of lead {leadId} holds another entry than that of its profile.", 0);
        }
    }
}
