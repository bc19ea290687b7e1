namespace Pipeline.Imports;

// The rows of an upload in order, and the columns that it has but nobody knows.
internal sealed record RawTable(IReadOnlyList<RawRow> Rows, IReadOnlyList<string> Ignored);
