using Pipeline.Events;
using Pipeline.Lifecycle;
using Pipeline.Problems;
using Pipeline.Scoring;

namespace Pipeline.Leads.Shown;

/// <summary>What a list of leads is asked for.</summary>
public sealed record LeadListQuery
{
    /// <summary>Most leads on a page.</summary>
    public const int MaxPage = 200;

    /// <summary>Leads on a page when the request does not say.</summary>
    public const int DefaultPage = 50;

    /// <summary>Where the page before ended; null begins at the top.</summary>
    public string? Cursor { get; init; }

    /// <summary>Most leads on the page; 1 to <see cref="MaxPage"/>.</summary>
    public int Count { get; init; } = DefaultPage;

    /// <summary>True when the request says how many.</summary>
    public bool HasCount { get; init; }

    /// <summary>Moment to evaluate as of; null means now. The order is that of now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Which leads to show.</summary>
    public LeadFilter Filter { get; init; } = LeadFilter.All;

    /// <summary>Reads a request's parameters.</summary>
    /// <param name="parameter">Gives the value of a parameter by name; null or empty when it is absent.</param>
    /// <param name="stages">Knows the names of stages.</param>
    /// <param name="problems">Receives every problem.</param>
    public static LeadListQuery Read(Func<string, string?> parameter, StageBook stages, ICollection<Problem> problems) => new()
    {
        At = QueryValue.Moment(parameter("at"), problems),
        Count = QueryValue.Count(parameter("count"), DefaultPage, MaxPage, problems),
        HasCount = !string.IsNullOrEmpty(parameter("count")),
        Cursor = ReadCursor(parameter("cursor"), problems),
        Filter = LeadFilter.Read(parameter, stages, problems),
    };

    /// <summary>Reads the parameter <c>cursor</c>.</summary>
    /// <param name="text">Cursor that a page gave; null or empty begins at the top.</param>
    /// <param name="problems">Receives the problem.</param>
    public static string? ReadCursor(string? text, ICollection<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Split('|') is [{ Length: RankIndex.KeyLength } key, var leadId]
            && key.All(char.IsAsciiLetterOrDigit)
            && LeadIds.IsValid(leadId))
        {
            return text;
        }

        problems.Add(new Problem(Problem.Invalid, "cursor", "This is no cursor. Take it from 'next' of the page before."));
        return null;
    }
}
