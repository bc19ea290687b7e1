using Pipeline.Imports.Columns;
using Pipeline.Imports.Dates;

namespace Pipeline.Imports.Reading;

// The rows of an upload in order, and what was found out about them.
internal sealed record RawTable(IReadOnlyList<RawRow> Rows, IReadOnlyList<string> Ignored)
{
    /// <summary>Lines that are no rows.</summary>
    public IReadOnlyList<SkippedRow> Skipped { get; init; } = [];

    /// <summary>Forms of columns of dates that were inferred, by column.</summary>
    public IReadOnlyDictionary<string, DateForms> Dates { get; init; } = new Dictionary<string, DateForms>();

    /// <summary>True when cells hold dates as a workbook does.</summary>
    public bool HasDates { get; init; }

    /// <summary>Currencies that its header names, whatever their columns mean.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Currencies that it names anywhere.</summary>
    public IReadOnlyCollection<string> Currencies =>
        field ??= [.. Units.Concat(CurrencyColumn.NamedIn(Rows)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public ImportReading Reading { get; init; } = new() { Format = "json" };
}
