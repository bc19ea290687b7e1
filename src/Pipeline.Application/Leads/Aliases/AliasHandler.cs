using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Records;

namespace Pipeline.Leads.Aliases;

/// <summary>
/// Stores aliases and their undos, and asks for a refresh of every lead that they can matter to. Safe to repeat, in any order.
/// </summary>
/// <param name="aliases">Where aliases are stored.</param>
/// <param name="families">Reads leads with their aliases.</param>
/// <param name="visitors">Tells who else is linked to their visitors.</param>
/// <param name="crm">Tells who else has a part in their opportunities.</param>
/// <param name="refreshes">Asks for the refresh of leads, also when this run dies before it could.</param>
/// <param name="retry">Repeats what met a conflict.</param>
public sealed class AliasHandler(
    IAliasStore aliases, LeadFamilyReader families, IVisitorStore visitors, ICrmStore crm, PendingRefreshes refreshes, ConflictRetry retry)
{
    /// <summary>Stores an alias.</summary>
    /// <param name="aliasId">Lead id of the new address.</param>
    /// <param name="fact">Alias.</param>
    public async Task HandleAsync(string aliasId, AliasFact fact, CancellationToken cancellationToken)
    {
        var pending = await BeginAsync(aliasId, fact.StaysId, cancellationToken);
        await aliases.AddHintAsync(fact.StaysId, aliasId, cancellationToken);
        await ChangeAsync(aliasId, row => row.With(fact), cancellationToken);
        await EndAsync(pending, aliasId, cancellationToken);
    }

    /// <summary>Takes an alias back.</summary>
    /// <param name="aliasId">Lead id of the new address.</param>
    public async Task HandleAsync(string aliasId, AliasUndo undo, CancellationToken cancellationToken)
    {
        var pending = await BeginAsync(aliasId, aliasId, cancellationToken);
        await ChangeAsync(aliasId, row => row.With(undo), cancellationToken);
        await EndAsync(pending, aliasId, cancellationToken);
    }

    /// <summary>Changes the row of an address, reading it again when somebody else changed it.</summary>
    /// <param name="aliasId">Lead id of the address.</param>
    /// <param name="change">Gives the new row; the same one writes nothing.</param>
    /// <returns>The row as it is now.</returns>
    internal ValueTask<LeadAliases> ChangeAsync(
        string aliasId, Func<LeadAliases, LeadAliases> change, CancellationToken cancellationToken) => retry.RunAsync(
            async token =>
            {
                var stored = await aliases.GetAsync(aliasId, token);
                var before = stored.Value ?? LeadAliases.None(aliasId);
                var after = change(before);
                if (after != before)
                {
                    await aliases.SaveAsync(after, stored.ETag, token);
                }

                return after;
            },
            cancellationToken);

    /// <summary>Notes what is about to change: nobody delivers a request again whose run died before it asked for the refresh.</summary>
    /// <param name="aliasId">Lead id of the address.</param>
    /// <param name="staysId">Lead that stays.</param>
    internal Task<PendingRefresh> BeginAsync(string aliasId, string staysId, CancellationToken cancellationToken) =>
        refreshes.BeginAsync([aliasId, staysId], [], cancellationToken);

    /// <summary>Forgets a note: nothing changed.</summary>
    /// <param name="pending">Note.</param>
    internal Task EndAsync(PendingRefresh pending, CancellationToken cancellationToken) =>
        refreshes.EndAsync(pending, [], cancellationToken);

    /// <summary>
    /// Asks for a refresh of an address, of every lead it was ever an alias of, and of whoever shares a visitor or a deal with it: how many
    /// different leads a visitor has depends on aliases.
    /// </summary>
    /// <param name="pending">Note of the change.</param>
    /// <param name="aliasId">Lead id of the address.</param>
    internal async Task EndAsync(PendingRefresh pending, string aliasId, CancellationToken cancellationToken)
    {
        var family = await families.ReadAsync(aliasId, cancellationToken);
        var states = await ParallelReads.SelectAsync(
            [.. family.VisitorIds], LeadHistoryReader.Parallelism, visitors.GetStateAsync, cancellationToken);
        var affected = new HashSet<string>(StringComparer.Ordinal) { aliasId };
        affected.UnionWith(family.Members.Select(member => member.LeadId));
        affected.UnionWith(family.Book.Rows.SelectMany(row => row.Facts.Select(fact => fact.StaysId)));
        affected.UnionWith(states.SelectMany(state => state.Value?.Links ?? []).Select(link => link.LeadId));
        var opportunities = await LeadHistoryReader.OpportunitiesOf(family, crm, cancellationToken);
        affected.UnionWith(opportunities.SelectMany(record => record.LeadIds));
        await refreshes.EndAsync(pending, affected, cancellationToken);
    }
}
