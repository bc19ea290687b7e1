namespace Pipeline.Leads.Facts;

/// <summary>
/// The alias facts of one address and their undos: one row, so that one read tells whose it is. Facts are only ever added, so that every
/// order of arrival ends in the same row. Persisted: add fields, never rename.
/// </summary>
public sealed record LeadAliases
{
    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Lead id of the address.</summary>
    public required string LeadId { get; init; }

    /// <summary>Aliases, by time and key.</summary>
    public IReadOnlyList<AliasFact> Facts { get; init; } = [];

    /// <summary>Undos, by the key of their alias.</summary>
    public IReadOnlyList<AliasUndo> Undos { get; init; } = [];

    /// <summary>An address of which nothing is known.</summary>
    /// <param name="leadId">Lead id of the address.</param>
    public static LeadAliases None(string leadId) => new() { Version = 1, LeadId = leadId };

    /// <summary>The alias that stands at a moment: of several the one told first; null when there is none.</summary>
    /// <param name="at">Moment; what was told later does not count.</param>
    public AliasFact? StandingAt(DateTimeOffset at) =>
        Facts.FirstOrDefault(fact => fact.At <= at && !Undos.Any(undo => undo.AliasKey == fact.Key && undo.At <= at));

    /// <summary>The row with one more alias; itself when it is known already.</summary>
    /// <param name="fact">Alias.</param>
    public LeadAliases With(AliasFact fact) => Facts.Any(known => known.Key == fact.Key)
        ? this
        : this with { Facts = [.. Facts.Append(fact).OrderBy(known => known.At).ThenBy(known => known.Key, StringComparer.Ordinal)] };

    /// <summary>The row with one more undo; itself when an undo of that alias that was asked for earlier is known.</summary>
    public LeadAliases With(AliasUndo undo) => Undos.Any(known => known.AliasKey == undo.AliasKey && known.At <= undo.At)
        ? this
        : this with
        {
            Undos =
            [
                .. Undos.Where(known => known.AliasKey != undo.AliasKey).Append(undo)
                    .OrderBy(known => known.AliasKey, StringComparer.Ordinal),
            ],
        };
}
