using Pipeline.Capture;
using Pipeline.Lifecycle;
using Pipeline.Reporting;

namespace Pipeline.Leads;

/// <summary>What a list of leads is asked for.</summary>
public sealed record LeadListQuery
{
    /// <summary>Where the page before ended; null begins at the top.</summary>
    public string? Cursor { get; init; }

    /// <summary>Most leads on the page; 1 to <see cref="LeadQueries.MaxPage"/>.</summary>
    public int Count { get; init; } = LeadQueries.DefaultPage;

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
        At = ReportQuery.Moment(parameter("at"), problems),
        Count = ReportQuery.Count(parameter("count"), LeadQueries.DefaultPage, LeadQueries.MaxPage, problems),
        Cursor = LeadQueries.ReadCursor(parameter("cursor"), problems),
        Filter = LeadFilter.Read(parameter, stages, problems),
    };
}
