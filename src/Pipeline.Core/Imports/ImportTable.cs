using Pipeline.Imports.Columns;
using Pipeline.Text;

namespace Pipeline.Imports;

/// <summary>What an import takes: its route, its columns, and their order in a file without a header.</summary>
public sealed record ImportTable
{
    private readonly Dictionary<string, (ImportColumn Column, int Rank)> _names;

    /// <summary>Makes the table.</summary>
    /// <param name="endpoint">Route, for example <c>/api/crm</c>; rejected rows are kept under it.</param>
    /// <param name="columns">Columns; their names and aliases must differ.</param>
    /// <param name="withoutHeader">Names of the columns in the order of a file without a header; empty when a header is required.</param>
    /// <exception cref="ArgumentException">Two columns share a name or an alias, or the order names an unknown column.</exception>
    public ImportTable(string endpoint, IReadOnlyList<ImportColumn> columns, IReadOnlyList<string> withoutHeader)
    {
        (Endpoint, Columns, WithoutHeader) = (endpoint, columns, withoutHeader);
        _names = new Dictionary<string, (ImportColumn, int)>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var rank = 0;
            foreach (var name in column.Aliases.Prepend(column.Name).Select(TextFold.Fold).Distinct(StringComparer.Ordinal))
            {
                _names.Add(name, (column, rank++));
            }
        }

        if (withoutHeader.FirstOrDefault(name => columns.All(column => column.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"There is no column '{unknown}'.", nameof(withoutHeader));
        }
    }

    /// <summary>Route.</summary>
    public string Endpoint { get; }

    /// <summary>Columns.</summary>
    public IReadOnlyList<ImportColumn> Columns { get; }

    /// <summary>Order of the columns without a header.</summary>
    public IReadOnlyList<string> WithoutHeader { get; }

    /// <summary>The column that a header names; null when it names none.</summary>
    /// <param name="header">Name in a header or in JSON.</param>
    /// <param name="settings">Names that the upload declares; they win over the known ones.</param>
    public string? Find(string header, ImportSettings settings)
    {
        var name = HeaderName.Of(header);
        return settings.Mapping.TryGetValue(name.Folded, out var mapped) ? mapped : Know(name, settings)?.Column.Name;
    }

    /// <summary>True when it has a column.</summary>
    /// <param name="column">Name of the column.</param>
    internal bool Has(string column) => Columns.Any(known => known.Name == column);

    /// <summary>The column that a header names by itself, and the place of the name among the column's; null when it names none.</summary>
    /// <param name="header">Name in a header.</param>
    /// <param name="settings">Columns for which the upload declares another name have no other.</param>
    internal (ImportColumn Column, int Rank)? Know(HeaderName header, ImportSettings settings) =>
        (_names.TryGetValue(header.Folded, out var known) || _names.TryGetValue(header.Base, out known))
            && !settings.Mapping.Values.Contains(known.Column.Name)
            ? known
            : null;
}
