using Pipeline.Tables;

namespace Pipeline.Imports;

/// <summary>Template files of uploads: the columns that an upload knows, and example rows.</summary>
/// <param name="templates">One for each kind of upload, by its name.</param>
public sealed class ImportTemplates(IEnumerable<ReportTable> templates)
{
    /// <summary>Ending of the files.</summary>
    public const string Ending = ".csv";

    private readonly SortedDictionary<string, ReportTable> _byFile =
        new(templates.ToDictionary(template => template.Name + Ending), StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of the files, in order.</summary>
    public IReadOnlyCollection<string> Names => _byFile.Keys;

    /// <summary>Gives a template; null when there is none of that name.</summary>
    /// <param name="file">Name of the file.</param>
    public ReportTable? Find(string file) => _byFile.GetValueOrDefault(file);
}
