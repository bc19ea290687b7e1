using Microsoft.Extensions.Options;
using Pipeline.Problems;
using Pipeline.Time;

namespace Pipeline.Reports;

/// <summary>Reads a report's parameters with the deployment's settings as defaults.</summary>
public sealed class ReportReader(LocalTime localTime, IOptions<ReportOptions> options, TimeProvider timeProvider)
{
    /// <summary>Reads a request's parameters.</summary>
    /// <param name="parameter">Gives the value of a parameter by name; null or empty when it is absent.</param>
    /// <param name="problems">Receives every problem.</param>
    /// <param name="numbers">Numbers of the report that can be opened; null opens none.</param>
    /// <returns>The query; usable when there is no problem.</returns>
    public ReportQuery Read(Func<string, string?> parameter, ICollection<Problem> problems, ReportNumbers? numbers = null) =>
        ReportQuery.Read(parameter, timeProvider.GetUtcNow(), localTime, problems, options.Value, numbers);
}
