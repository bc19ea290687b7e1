using Pipeline.Problems;

namespace Pipeline.Imports.Reading;

// A row before its values are read: cells by column, and what is wrong with the row as such.
internal sealed record RawRow(
    int Number, IReadOnlyDictionary<string, ImportCell> Cells, IReadOnlyList<Problem> Problems, string? Unreadable = null);
