using Pipeline.Reports.Explanations;
using Pipeline.Tables;

namespace Pipeline.Reports;

/// <summary>The kinds of reports that there are.</summary>
/// <param name="kinds">All of them.</param>
/// <param name="contacts">Says whose the leads behind a number are.</param>
public sealed class ReportKinds(IEnumerable<IReportKind> kinds, ExplainedContacts contacts)
{
    private readonly Dictionary<string, IReportKind> _byName = kinds.ToDictionary(kind => kind.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names, in order.</summary>
    public IEnumerable<string> Names => _byName.Values.Select(kind => kind.Name).Order(StringComparer.Ordinal);

    /// <summary>Finds a kind; null when there is none of that name.</summary>
    /// <param name="name">Name, in any case.</param>
    public IReportKind? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The report, or the rows behind one of its numbers with whom they are about.</summary>
    /// <param name="kind">Kind of report.</param>
    /// <param name="query">What is asked for.</param>
    public async Task<IReport> AnswerAsync(IReportKind kind, ReportQuery query, CancellationToken cancellationToken) =>
        await contacts.FillAsync(await kind.AnswerAsync(query, cancellationToken), cancellationToken);
}
