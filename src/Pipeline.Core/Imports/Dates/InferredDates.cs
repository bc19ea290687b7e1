namespace Pipeline.Imports.Dates;

/// <summary>The form of a column of dates that the upload did not declare.</summary>
/// <param name="Column">Name of the column in the file.</param>
/// <param name="Form">Form, for example <c>dd/MM/yyyy</c>: the only one that reads every value of the column.</param>
/// <param name="Example">A value.</param>
/// <param name="Means">What it was read as.</param>
public sealed record InferredDates(string Column, string Form, string Example, string Means);
