using Pipeline.Imports.Presets;
using Pipeline.Imports.Reading;

namespace Pipeline.Imports.Columns;

/// <summary>What the columns of a header mean, by the names that the import knows, or by those of a preset.</summary>
internal sealed class HeaderPlan
{
    private readonly ImportTable _table;
    private readonly HeaderNames _header;
    private readonly ImportSettings _settings;
    private readonly Dictionary<string, List<PlanSource>> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _units = new(StringComparer.Ordinal);
    private readonly HashSet<int> _used = [];
    private readonly HashSet<string> _blanks;

    private HeaderPlan(HeaderNames header, ImportTable table, ImportSettings settings, Preset? preset)
    {
        (_header, _table, _settings, Preset) = (header, table, settings, preset);
        _blanks = [.. preset?.Blanks ?? []];
    }

    /// <summary>Preset by whose names the header is read; null for the import's own.</summary>
    public Preset? Preset { get; }

    /// <summary>Columns that two columns of the header mean.</summary>
    public List<string> Twice { get; } = [];

    /// <summary>Required columns that the file does not have.</summary>
    public List<ImportColumn> Missing { get; } = [];

    /// <summary>Marks of the preset that the file does not have, each by its first name.</summary>
    public List<string> Unmarked { get; } = [];

    /// <summary>Columns of the file that mean nothing here.</summary>
    public List<string> Ignored { get; } = [];

    /// <summary>Columns of the import that the file has.</summary>
    public IReadOnlyCollection<string> Columns => _sources.Keys;

    /// <summary>Number of columns of the header.</summary>
    public int Count => _header.Count;

    /// <summary>Currencies that the header names: that of the amount, and those in brackets, whatever their columns mean.</summary>
    public IReadOnlyList<string> Units =>
    [
        .. Enumerable.Range(0, Count).Select(place => _header[place]).Where(name => name.IsBracketed).Select(name => name.Unit)
            .Append(UnitOf(CurrencyColumn.Amount)).OfType<string>().Distinct(StringComparer.Ordinal),
    ];

    /// <summary>True when the header has all that the import requires, and all marks of the preset.</summary>
    public bool IsFull => Missing.Count == 0 && Twice.Count == 0 && Unmarked.Count == 0;

    /// <summary>How much of the header is known; a greater number fits better.</summary>
    public int Names => _sources.Count + (Preset?.Marks.Count ?? 0) - Unmarked.Count;

    /// <summary>Reads a header.</summary>
    /// <param name="header">Its names.</param>
    /// <param name="table">Columns of the import.</param>
    /// <param name="settings">What the upload declares.</param>
    /// <param name="preset">Preset; null for the import's own names alone.</param>
    public static HeaderPlan Of(HeaderNames header, ImportTable table, ImportSettings settings, Preset? preset)
    {
        var plan = new HeaderPlan(header, table, settings, preset);
        plan.TakeDeclared();
        plan.TakePreset();
        plan.TakeKnown();
        plan.Conclude();
        return plan;
    }

    /// <summary>The plan of a file without a header.</summary>
    /// <param name="table">Columns of the import.</param>
    /// <param name="settings">What the upload declares.</param>
    public static HeaderPlan WithoutHeader(ImportTable table, ImportSettings settings)
    {
        var plan = new HeaderPlan(HeaderNames.Of(table.WithoutHeader), table, settings, null);
        for (var i = 0; i < table.WithoutHeader.Count; i++)
        {
            plan.Add(table.WithoutHeader[i], new PlanSource(i));
        }

        return plan;
    }

    /// <summary>Name of the header from which a column is read, for messages.</summary>
    /// <param name="column">Column that the file has.</param>
    public string HeaderOf(string column) => _header[_sources[column][0].Index].Text.Trim();

    /// <summary>Currency that the header puts behind a column; null for none.</summary>
    public string? UnitOf(string column) => _units.GetValueOrDefault(column);

    /// <summary>True when a row has something in a column of dates.</summary>
    public bool HasDate(GridRow row) => _table.Columns.Any(column => column.IsDate && Cell(row, column.Name) is { } cell
        && (cell.Date is not null || (cell.Text.Any(char.IsAsciiDigit) && !SumLines.IsLabel(cell.Text))));

    /// <summary>True when the file has a column of dates.</summary>
    public bool HasDates => _table.Columns.Any(column => column.IsDate && _sources.ContainsKey(column.Name));

    /// <summary>True for the row that sums up the others: it has nothing in the column that names what the others are about.</summary>
    public bool IsSum(GridRow row) =>
        Preset?.SumWithout is { } column && _sources.ContainsKey(column) && Cell(row, column) is null && row.First().Count > 0;

    /// <summary>The cells of a row by column, with what the upload and the preset declare for all rows.</summary>
    public Dictionary<string, ImportCell> Cells(GridRow row)
    {
        var cells = new Dictionary<string, ImportCell>(StringComparer.Ordinal);
        foreach (var column in _sources.Keys)
        {
            if (Cell(row, column) is { } cell)
            {
                cells[column] = cell;
            }
        }

        foreach (var (column, value) in _settings.Constants)
        {
            cells.TryAdd(column, new ImportCell(value));
        }

        foreach (var (column, value) in Preset?.Constants ?? new Dictionary<string, string>())
        {
            cells.TryAdd(column, new ImportCell(value));
        }

        return cells;
    }

    private ImportCell? Cell(GridRow row, string column)
    {
        if (_sources.TryGetValue(column, out var sources))
        {
            foreach (var source in sources)
            {
                if (source.Read(row.Cells, _blanks) is { } cell)
                {
                    return cell;
                }
            }
        }

        return null;
    }

    private void TakeDeclared()
    {
        for (var i = 0; i < _header.Count; i++)
        {
            if (_settings.Mapping.TryGetValue(_header[i].Folded, out var column))
            {
                AddOnce(column, i);
            }
        }
    }

    private void TakePreset()
    {
        if (Preset is null)
        {
            return;
        }

        // What the upload declares for all rows stands in place of what the preset would read.
        foreach (var column in Preset.Columns.Where(column => !_sources.ContainsKey(column.Column)
            && !_settings.Constants.ContainsKey(column.Column)))
        {
            if (column.Unless is { } other && _sources.ContainsKey(other))
            {
                continue;
            }

            foreach (var source in column.From)
            {
                var index = _header.Find(source.FoldedNames);
                var when = _header.Find(source.FoldedWhen);
                if (index >= 0 && (source.When.Count == 0 || when >= 0))
                {
                    Add(column.Column, new PlanSource(index)
                    {
                        WhenIndex = when,
                        Is = source.FoldedIs,
                        Values = source.FoldedValues,
                        Only = source.Only,
                    });
                    _ = _used.Add(when);
                }
            }
        }

        Unmarked.AddRange(Preset.Marks.Zip(Preset.FoldedMarks).Where(mark => _header.Find(mark.Second) < 0).Select(mark => mark.First[0]));
    }

    private void TakeKnown()
    {
        var byPreset = _sources.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var (index, column, rank) in Known().OrderBy(known => known.Rank).ThenBy(known => known.Index).ToList())
        {
            if (!byPreset.Contains(column.Name) || Preset is null)
            {
                AddOnce(column.Name, index, isLoose: column.TakesFirst || Preset is not null);
            }
        }
    }

    // Columns of the header that the import knows by itself; where only the first counts, in the order of its names.
    private IEnumerable<(int Index, ImportColumn Column, int Rank)> Known()
    {
        for (var i = 0; i < _header.Count; i++)
        {
            if (!_used.Contains(i) && _table.Know(_header[i], _settings) is var (column, rank))
            {
                yield return (i, column, column.TakesFirst ? rank : 0);
            }
        }
    }

    private void Conclude()
    {
        for (var i = 0; i < _header.Count; i++)
        {
            if (!_used.Contains(i))
            {
                ImportLimits.Ignore(_header[i].Text, Ignored);
            }
        }

        Missing.AddRange(_table.Columns.Where(column => column.IsRequired && !IsGiven(column.Name)));
    }

    private bool IsGiven(string column) =>
        _sources.ContainsKey(column) || _settings.Constants.ContainsKey(column) || Preset?.Constants.ContainsKey(column) == true;

    private void AddOnce(string column, int index, bool isLoose = false)
    {
        if (!_sources.ContainsKey(column))
        {
            Add(column, new PlanSource(index));
        }
        else if (!isLoose && !Twice.Contains(column))
        {
            Twice.Add(column);
        }
    }

    private void Add(string column, PlanSource source)
    {
        if (!_sources.TryGetValue(column, out var sources))
        {
            _sources[column] = sources = [];
        }

        sources.Add(source);
        _ = _used.Add(source.Index);
        if (_header[source.Index].Unit is { } unit)
        {
            _units[column] = unit;
        }
    }
}
