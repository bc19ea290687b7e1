namespace Pipeline.Days;

/// <summary>One row of the day index, when several days are read.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Id">Visitor or lead id. The row is a hint: the visitor's or lead's own view decides.</param>
public readonly record struct DatedEntry(DateOnly Day, string Id);
