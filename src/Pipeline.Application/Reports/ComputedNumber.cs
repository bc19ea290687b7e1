using Pipeline.Reports.Explanations;

namespace Pipeline.Reports;

/// <summary>
/// Opens a number that is computed from others (a rate, share, lift or cost per lead): the rows of each of them, in groups.
/// </summary>
internal static class ComputedNumber
{
    /// <summary>Opens the parts and joins them.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="open">Opens one part.</param>
    /// <param name="parts">Questions for the parts, by the names of their groups.</param>
    /// <param name="value">Computes the number from the opened parts.</param>
    public static async Task<ReportExplanation> OpenAsync(
        ReportQuery query,
        Func<ReportQuery, CancellationToken, Task<ReportExplanation>> open,
        IReadOnlyList<(string Name, ReportQuery Query)> parts,
        Func<IReadOnlyList<ReportExplanation>, decimal?> value,
        CancellationToken cancellationToken)
    {
        var opened = new List<(string Name, ReportExplanation Part)>();
        foreach (var (name, part) in parts)
        {
            opened.Add((name, await open(part, cancellationToken)));
        }

        return ExplainedParts.Join(query, value([.. opened.Select(part => part.Part)]), opened);
    }

    /// <summary>Opens a number that is computed from other numbers of the report, narrowed as it is itself.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="open">Opens one part.</param>
    /// <param name="numbers">Names of the parts.</param>
    /// <param name="value">Computes the number from the opened parts.</param>
    public static Task<ReportExplanation> OpenAsync(
        ReportQuery query,
        Func<ReportQuery, CancellationToken, Task<ReportExplanation>> open,
        IReadOnlyList<string> numbers,
        Func<IReadOnlyList<ReportExplanation>, decimal?> value,
        CancellationToken cancellationToken) =>
        OpenAsync(query, open, [.. numbers.Select(number => (number, query with { Explain = number }))], value, cancellationToken);
}
