namespace Pipeline.Imports;

/// <summary>A row that was not taken.</summary>
/// <param name="Row">Its number: the line of the spreadsheet (a header is row 1), or its place in the JSON array, from 1.</param>
/// <param name="Problems">Every fault.</param>
public sealed record RejectedRow(int Row, IReadOnlyList<RowProblem> Problems);
