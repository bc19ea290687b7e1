using Pipeline.Imports.Reading;

namespace Pipeline.Imports;

/// <summary>What became of an upload. In a dry run: what would become of it.</summary>
public sealed record ImportResult
{
    /// <summary>Most rejected rows that are listed, and kept as a rejected event each; further ones are kept many in one.</summary>
    public const int MaxListed = 1_000;

    /// <summary>Most notes that are listed.</summary>
    public const int MaxNotes = 100;

    /// <summary>Rows in the upload; empty ones and the header are none.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that were new or changed something.</summary>
    public required int Taken { get; init; }

    /// <summary>Good rows that were known already.</summary>
    public required int Unchanged { get; init; }

    /// <summary>
    /// Good rows that a later row of the upload replaced: it says something else about the same deal or touch, and counts.
    /// </summary>
    public int Replaced { get; init; }

    /// <summary>Number of rows that were not taken.</summary>
    public required int RejectedRows { get; init; }

    /// <summary>Rows that were not taken, the first <see cref="MaxListed"/>.</summary>
    public required IReadOnlyList<RejectedRow> Rejected { get; init; }

    /// <summary>Columns of the upload that the import does not know.</summary>
    public required IReadOnlyList<string> IgnoredColumns { get; init; }

    /// <summary>How the upload was read.</summary>
    public ImportReading? Reading { get; init; }

    /// <summary>Number of lines that are no rows: above the header, sums, notes.</summary>
    public int SkippedRows { get; init; }

    /// <summary>Lines that are no rows, the first <see cref="SkippedRow.MaxListed"/>.</summary>
    public IReadOnlyList<SkippedRow> Skipped { get; init; } = [];

    /// <summary>What was done with rows that could be meant in two ways, the first <see cref="MaxNotes"/>.</summary>
    public IReadOnlyList<RowNote> Notes { get; init; } = [];

    /// <summary>
    /// Local days gone by of rows that were taken, in order, the first <see cref="MaxNotes"/>: reports have them half a minute later, when
    /// they have been rolled up again; of more than a month of days some wait for the night.
    /// </summary>
    public IReadOnlyList<DateOnly> Waiting { get; init; } = [];

    /// <summary>True when nothing was written.</summary>
    public required bool DryRun { get; init; }
}
