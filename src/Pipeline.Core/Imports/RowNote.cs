namespace Pipeline.Imports;

/// <summary>What was done with a row that could be meant in two ways.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Message">What was done, and how to have it otherwise.</param>
public sealed record RowNote(int Row, string Message);
