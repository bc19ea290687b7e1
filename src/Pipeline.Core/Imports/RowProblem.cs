namespace Pipeline.Imports;

/// <summary>One fault of a row.</summary>
/// <param name="Field">Column at fault; empty for the row as a whole.</param>
/// <param name="Code">Code for programs, for example <c>missing</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record RowProblem(string Field, string Code, string Message);
