using Pipeline.Imports.Dates;

namespace Pipeline.Imports;

/// <summary>How an upload was read: what it did not say about itself, and what was found.</summary>
public sealed record ImportReading
{
    /// <summary><c>csv</c>, <c>json</c> or <c>xlsx</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Encoding of the text: UTF-8, UTF-16 LE, UTF-16 BE or Windows-1252; null for a workbook.</summary>
    public string? Encoding { get; init; }

    /// <summary>Delimiter of CSV: <c>;</c>, <c>,</c>, <c>|</c> or <c>tab</c>; null for others.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Sheet of the workbook that was read; null for others.</summary>
    public string? Sheet { get; init; }

    /// <summary>Number of the row that names the columns; null when none does.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>Preset; null when there was none.</summary>
    public UsedPreset? Preset { get; init; }

    /// <summary>Currency that lines or members around the rows give to amounts that name none; null when there are none.</summary>
    public string? Currency { get; init; }

    /// <summary>Forms of dates that were inferred; null for none.</summary>
    public IReadOnlyList<InferredDates>? Dates { get; init; }
}
