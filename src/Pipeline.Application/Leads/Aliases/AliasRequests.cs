using Pipeline.Leads.Facts;
using Pipeline.Settings;

namespace Pipeline.Leads.Aliases;

/// <summary>Changes of e-mail address on request, refused when they contradict what is known.</summary>
/// <param name="source">Gives lead ids.</param>
/// <param name="families">Reads leads with their aliases.</param>
/// <param name="aliases">Where aliases are stored.</param>
/// <param name="handler">Stores them.</param>
/// <param name="timeProvider">Dates them.</param>
public sealed class AliasRequests(
    CurrentLeadIds source, LeadFamilyReader families, IAliasStore aliases, AliasHandler handler, TimeProvider timeProvider)
{
    /// <summary>Makes the new address an alias of the old one's lead. Asking again changes nothing.</summary>
    /// <param name="change">What to change.</param>
    public async Task<AliasOutcome> AliasAsync(AliasChange change, CancellationToken cancellationToken)
    {
        var ids = await source.GetAsync(cancellationToken);
        var (staysId, aliasId) = (ids.Of(change.From), ids.Of(change.To));
        var now = timeProvider.GetUtcNow();
        var above = await families.AddAsync([], [staysId], [], cancellationToken);
        if (IsAbove(above, aliasId, staysId, now))
        {
            return new AliasOutcome(AliasStatus.Cycle, staysId, aliasId, null);
        }

        // The lead that stays must not be told of an address that is not its own.
        if ((await aliases.GetAsync(aliasId, cancellationToken)).Value?.StandingAt(now) is { } other && other.StaysId != staysId)
        {
            return new AliasOutcome(AliasStatus.OtherLead, staysId, aliasId, null);
        }

        var pending = await handler.BeginAsync(aliasId, staysId, cancellationToken);
        await aliases.AddHintAsync(staysId, aliasId, cancellationToken);
        var row = await handler.ChangeAsync(
            aliasId,
            row => row.StandingAt(now) is null
                ? row.With(AliasFact.Of(aliasId, staysId, change.To, now, row.Facts.Count, change.Note) with { Mistyped = change.Mistyped })
                : row,
            cancellationToken);
        var standing = row.StandingAt(now);
        if (standing?.StaysId != staysId)
        {
            await handler.EndAsync(pending, cancellationToken);
            return new AliasOutcome(AliasStatus.OtherLead, staysId, aliasId, null);
        }

        await handler.EndAsync(pending, aliasId, cancellationToken);
        return new AliasOutcome(AliasStatus.Aliased, staysId, aliasId, standing.At);
    }

    /// <summary>Makes the new address a lead of its own again. Asking again changes nothing.</summary>
    /// <param name="change">What to take back.</param>
    public async Task<AliasOutcome> UndoAsync(AliasChange change, CancellationToken cancellationToken)
    {
        var ids = await source.GetAsync(cancellationToken);
        var (staysId, aliasId) = (ids.Of(change.From), ids.Of(change.To));
        var now = timeProvider.GetUtcNow();
        var pending = await handler.BeginAsync(aliasId, staysId, cancellationToken);
        var row = await handler.ChangeAsync(
            aliasId,
            row => row.StandingAt(now) is { } alias && alias.StaysId == staysId
                ? row.With(new AliasUndo { AliasKey = alias.Key, At = now, Actor = change.Note.Actor, Reason = change.Note.Reason })
                : row,
            cancellationToken);
        var keys = row.Facts.Where(fact => fact.StaysId == staysId).Select(fact => fact.Key).ToHashSet(StringComparer.Ordinal);
        var undo = row.Undos.Where(undo => keys.Contains(undo.AliasKey)).MaxBy(undo => undo.At);
        if (undo is null)
        {
            await handler.EndAsync(pending, cancellationToken);
            return new AliasOutcome(AliasStatus.NoAlias, staysId, aliasId, null);
        }

        await handler.EndAsync(pending, aliasId, cancellationToken);
        return new AliasOutcome(AliasStatus.Undone, staysId, aliasId, undo.At);
    }

    private static bool IsAbove(AliasBook book, string leadId, string below, DateTimeOffset at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var id = below; seen.Add(id) && book.StandingAt(id, at) is { } alias; id = alias.StaysId)
        {
            if (alias.StaysId == leadId)
            {
                return true;
            }
        }

        return false;
    }
}
