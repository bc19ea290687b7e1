namespace Pipeline.Reports;

/// <summary>A number of a report that <c>explain=</c> opens.</summary>
/// <param name="Name">Its name: that of its column, or of its stage.</param>
/// <param name="Narrowing">Parameters that narrow it to one row of the report.</param>
public sealed record ReportNumber(string Name, params IReadOnlyList<Narrowing> Narrowing)
{
    /// <summary>Name of its column in the report where that is another one; null where it is the same.</summary>
    public string? Column { get; init; }
}
