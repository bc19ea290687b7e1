using System.Globalization;
using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>
/// "This address is now that lead": stored with the new address, naming the lead id that stays. Persisted: add fields, never rename.
/// </summary>
public sealed record AliasFact
{
    /// <summary>Key of the fact, made from what it says.</summary>
    public required string Key { get; init; }

    /// <summary>Lead id that stays.</summary>
    public required string StaysId { get; init; }

    /// <summary>The new address, normalised.</summary>
    public required string Email { get; init; }

    /// <summary>True when the address is a slip of the pen: the lead keeps the address that it has.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool Mistyped { get; init; }

    /// <summary>When it was told; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who told; null when not told.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; null when not told.</summary>
    public string? Reason { get; init; }

    /// <summary>Makes a fact with its key.</summary>
    /// <param name="aliasId">Lead id of the new address.</param>
    /// <param name="staysId">Lead id that stays.</param>
    /// <param name="email">The new address, normalised.</param>
    /// <param name="at">When it was told.</param>
    /// <param name="earlier">Aliases of this address before: the same may be told again after an undo.</param>
    /// <param name="note">Who and why.</param>
    public static AliasFact Of(string aliasId, string staysId, string email, DateTimeOffset at, int earlier, ActionNote note) => new()
    {
        Key = FactKey.Of(string.Create(CultureInfo.InvariantCulture, $"{aliasId}|{staysId}|{at.UtcTicks}|{earlier}")),
        StaysId = staysId,
        Email = email,
        At = at,
        Actor = note.Actor,
        Reason = note.Reason,
    };
}
