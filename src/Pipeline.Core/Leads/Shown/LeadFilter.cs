using Pipeline.Events;
using Pipeline.Lifecycle;
using Pipeline.Problems;
using Pipeline.Scoring;
using Pipeline.Text;

namespace Pipeline.Leads.Shown;

/// <summary>Which leads a list shows; what is null does not matter.</summary>
public sealed record LeadFilter
{
    /// <summary>Longest text of a parameter in characters.</summary>
    public const int MaxText = 100;

    /// <summary>Longest text of a search: that of an e-mail address.</summary>
    public const int MaxSearch = 320;

    /// <summary>Every lead.</summary>
    public static LeadFilter All { get; } = new();

    /// <summary>Stage name.</summary>
    public string? Stage { get; init; }

    /// <summary>Fit grade.</summary>
    public FitGrade? Grade { get; init; }

    /// <summary>Owner as the CRM names it, whatever its letter case.</summary>
    public string? Owner { get; init; }

    /// <summary>Earliest last activity, inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Latest last activity, inclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Text that the e-mail address, the company or the name holds, whatever its letter case.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// The e-mail address that <see cref="Text"/> is, normalised: its lead is found by it, also when it is an alias; null when it is none.
    /// </summary>
    public string? Address =>
        Text?.Contains('@', StringComparison.Ordinal) == true && EmailAddress.TryNormalize(Text, out var address, out _) ? address : null;

    /// <summary>Reads <c>stage</c>, <c>grade</c>, <c>owner</c>, <c>since</c>, <c>until</c> and <c>q</c>.</summary>
    /// <param name="parameter">Gives the value of a parameter by name; null or empty when it is absent.</param>
    /// <param name="stages">Knows the names of stages; a stage may be given by any of them.</param>
    /// <param name="problems">Receives every problem.</param>
    public static LeadFilter Read(Func<string, string?> parameter, StageBook stages, ICollection<Problem> problems)
    {
        var filter = new LeadFilter
        {
            Stage = ReadStage(Bounded("stage", parameter, problems), stages, problems),
            Grade = ReadGrade(Bounded("grade", parameter, problems), problems),
            Owner = Bounded("owner", parameter, problems),
            Since = ReadTime("since", parameter, problems),
            Until = ReadTime("until", parameter, problems),
            Text = Bounded("q", parameter, problems, MaxSearch),
        };
        if (filter.Since > filter.Until)
        {
            problems.Add(new Problem(Problem.Invalid, "since", "since is after until. Swap them."));
        }

        return filter;
    }

    /// <summary>True when a lead is to be shown.</summary>
    public bool Matches(LeadSummary lead) =>
        (Stage is null || lead.Stage.Equals(Stage, StringComparison.OrdinalIgnoreCase))
        && (Grade is null || lead.Grade == Grade)
        && (Owner is null || string.Equals(lead.Owner, Owner, StringComparison.OrdinalIgnoreCase))
        && !(lead.LastActivityAt < Since)
        && !(lead.LastActivityAt > Until)
        && (Text is null || Holds(lead.Email) || Holds(ContactFields.SearchedIn(lead.Fields)));

    private bool Holds(string? text) => text?.Contains(Text!, StringComparison.OrdinalIgnoreCase) == true;

    private static string? Bounded(string name, Func<string, string?> parameter, ICollection<Problem> problems, int most = MaxText)
    {
        var text = parameter(name);
        if (text?.Length > most)
        {
            problems.Add(new Problem(Problem.TooLarge, name, $"Give at most {most} characters."));
            return null;
        }

        return TextBounds.Clean(text, most);
    }

    private static string? ReadStage(string? text, StageBook stages, ICollection<Problem> problems)
    {
        if (text is null)
        {
            return null;
        }

        if (stages.Find(text) is { } stage)
        {
            return stage.Id;
        }

        problems.Add(new Problem(Problem.Invalid, "stage", $"'{text}' is no stage. {NearestName.Hint(text, [.. stages.Names])}"));
        return null;
    }

    private static FitGrade? ReadGrade(string? text, ICollection<Problem> problems)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length == 1 && char.ToUpperInvariant(text[0]) is >= 'A' and <= 'D' and var letter)
        {
            return FitGrade.A + (letter - 'A');
        }

        problems.Add(new Problem(Problem.Invalid, "grade", "Give a grade from A to D."));
        return null;
    }

    private static DateTimeOffset? ReadTime(string name, Func<string, string?> parameter, ICollection<Problem> problems)
    {
        var own = new List<Problem>();
        var at = QueryValue.Moment(parameter(name), own);
        foreach (var problem in own)
        {
            problems.Add(problem with { Field = name });
        }

        return at;
    }
}
