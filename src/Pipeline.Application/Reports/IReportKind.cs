using Pipeline.Tables;

namespace Pipeline.Reports;

/// <summary>A kind of report, with all that the others need not know of it. A new one is its folder and its registration.</summary>
public interface IReportKind
{
    /// <summary>Name: the last part of its address.</summary>
    string Name { get; }

    /// <summary>Numbers of it that <c>explain=</c> opens.</summary>
    ReportNumbers Numbers { get; }

    /// <summary>The report, or the rows behind one of its numbers.</summary>
    /// <param name="query">What is asked for.</param>
    Task<IReport> AnswerAsync(ReportQuery query, CancellationToken cancellationToken);
}
