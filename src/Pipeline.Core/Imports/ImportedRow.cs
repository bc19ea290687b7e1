namespace Pipeline.Imports;

/// <summary>A good row.</summary>
/// <typeparam name="T">What it holds.</typeparam>
/// <param name="Number">Its number: the line of the spreadsheet (a header is row 1), or its place in the JSON array, from 1.</param>
/// <param name="Value">What it holds.</param>
public sealed record ImportedRow<T>(int Number, T Value)
    where T : class;
