using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Records;

/// <summary>Who does something to a lead by hand, and why; kept for the audit, never logged.</summary>
/// <param name="Actor">Who; null when not told. At most <see cref="MaxActor"/> characters.</param>
/// <param name="Reason">Why; null when not told. At most <see cref="MaxReason"/> characters.</param>
public sealed record ActionNote(string? Actor, string? Reason)
{
    /// <summary>Longest actor in characters.</summary>
    public const int MaxActor = 200;

    /// <summary>Longest reason in characters.</summary>
    public const int MaxReason = 1_000;

    /// <summary>Reads <c>actor</c> and <c>reason</c>.</summary>
    /// <param name="field">Gives a field of the request; null when it is absent.</param>
    /// <param name="problems">Receives what is too long.</param>
    public static ActionNote Read(Func<string, string?> field, ICollection<Problem> problems) =>
        new(Bounded("actor", field("actor"), MaxActor, problems), Bounded("reason", field("reason"), MaxReason, problems));

    private static string? Bounded(string name, string? text, int most, ICollection<Problem> problems)
    {
        if (text?.Length > most)
        {
            problems.Add(new Problem(Problem.TooLarge, name, $"Give at most {most} characters."));
        }

        return TextBounds.Clean(text, most);
    }
}
