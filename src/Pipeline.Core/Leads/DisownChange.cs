using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Records;

namespace Pipeline.Leads;

/// <summary>What somebody wants disowned, or to count again.</summary>
/// <param name="EventId">Event id of one fill; null for all that <paramref name="VisitorId"/> claims.</param>
/// <param name="VisitorId">Visitor; null for one fill.</param>
/// <param name="Undo">True when it shall count again.</param>
/// <param name="Note">Who and why; both are there.</param>
public sealed record DisownChange(string? EventId, string? VisitorId, bool Undo, ActionNote Note)
{
    /// <summary>Names of the fields that a request may have.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["event", "visitor", "actor", "reason"];

    /// <summary>Reads a request.</summary>
    /// <param name="field">Gives a field; null when it is absent.</param>
    /// <param name="undo">True when it asks for the undo.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static DisownChange Read(Func<string, string?> field, bool undo, ICollection<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(problems);
        var (captured, visitor) = (field("event"), field("visitor"));
        var note = ActionNote.Read(field, problems);
        if (string.IsNullOrEmpty(captured) == string.IsNullOrEmpty(visitor))
        {
            problems.Add(new Problem(
                Problem.Missing,
                "event",
                "or visitor is required, one of them: the event id of a fill, or the visitor whose claims about this lead are not true."));
        }
        else if (!string.IsNullOrEmpty(visitor) && !VisitorIds.IsValid(visitor))
        {
            problems.Add(new Problem(Problem.Invalid, "visitor", $"must be a visitor id of {VisitorIds.Length} characters."));
        }

        foreach (var (name, text) in new[] { ("actor", note.Actor), ("reason", note.Reason) })
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                problems.Add(new Problem(Problem.Missing, name, "is required: it is kept with the lead's audit."));
            }
        }

        return new DisownChange(Text(captured), Text(visitor), undo, note);

        static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }
}
