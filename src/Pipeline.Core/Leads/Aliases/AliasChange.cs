using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Records;

namespace Pipeline.Leads.Aliases;

/// <summary>A change of e-mail address that somebody asks for, or its undo.</summary>
/// <param name="From">Old address, normalised: its lead stays.</param>
/// <param name="To">New address, normalised.</param>
/// <param name="Note">Who and why.</param>
/// <param name="Mistyped">True when the new address is a slip of the pen, so that the lead keeps the old one.</param>
public sealed record AliasChange(string From, string To, ActionNote Note, bool Mistyped = false)
{
    /// <summary>Reads <c>from</c>, <c>to</c>, <c>mistyped</c>, <c>actor</c> and <c>reason</c>.</summary>
    /// <param name="field">Gives a field of the request; null when it is absent.</param>
    /// <param name="problems">Receives every fault.</param>
    public static AliasChange Read(Func<string, string?> field, ICollection<Problem> problems)
    {
        var (from, to) = (Address("from", field, problems), Address("to", field, problems));
        if (from.Length > 0 && from == to)
        {
            problems.Add(new Problem(Problem.Invalid, "to", "Both addresses are the same. Give the new one."));
        }

        var mistyped = field("mistyped");
        if (mistyped is not (null or "true" or "false"))
        {
            problems.Add(new Problem(Problem.Invalid, "mistyped", "Give true or false, or leave it out."));
        }

        return new AliasChange(from, to, ActionNote.Read(field, problems), mistyped == "true");
    }

    private static string Address(string name, Func<string, string?> field, ICollection<Problem> problems)
    {
        if (EmailAddress.TryNormalize(field(name), out var address, out var problem))
        {
            return address;
        }

        problems.Add(new Problem(string.IsNullOrWhiteSpace(field(name)) ? Problem.Missing : Problem.Invalid, name, problem));
        return string.Empty;
    }
}
