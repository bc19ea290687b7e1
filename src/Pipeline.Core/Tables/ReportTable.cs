namespace Pipeline.Tables;

/// <summary>A report as one flat table, for spreadsheets.</summary>
/// <param name="Name">Short name of the report, for the file's name.</param>
/// <param name="Columns">Column names, each once.</param>
/// <param name="Rows">
/// Cells of each row, as many as columns: text, whole or decimal numbers, days or moments; null where there is no value.
/// </param>
public sealed record ReportTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
