namespace Pipeline.Reports;

/// <summary>The kinds of reports that there are.</summary>
public sealed class ReportKinds(IEnumerable<IReportKind> kinds)
{
    private readonly Dictionary<string, IReportKind> _byName = kinds.ToDictionary(kind => kind.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names, in order.</summary>
    public IEnumerable<string> Names => _byName.Values.Select(kind => kind.Name).Order(StringComparer.Ordinal);

    /// <summary>Finds a kind; null when there is none of that name.</summary>
    /// <param name="name">Name, in any case.</param>
    public IReportKind? Find(string name) => _byName.GetValueOrDefault(name);
}
