namespace Pipeline.Reports;

/// <summary>A number of a report that <c>explain=</c> opens.</summary>
/// <param name="Name">Its name: that of its column, or of its stage.</param>
/// <param name="Narrowing">Parameters that narrow it to one row of the report.</param>
public sealed record ReportNumber(string Name, params IReadOnlyList<Narrowing> Narrowing)
{
    /// <summary>Name of its column in the report where that is another one; null where it is the same.</summary>
    public string? Column { get; init; }

    /// <summary>
    /// Says which number a cell of this column is, and leaves in the row what narrows that one; null where the column is one number in
    /// every row. Called with a row that has all that <see cref="Narrowing"/> needs.
    /// </summary>
    public Func<IDictionary<string, string>, string>? Opens { get; init; }
}
