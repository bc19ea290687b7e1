using Pipeline.Problems;

namespace Pipeline.Reports;

/// <summary>
/// The numbers of a report that <c>explain=</c> opens, named as the report's columns or stages are, and the parameters that narrow each of
/// them to one row of the report.
/// </summary>
/// <param name="numbers">The numbers, in the order in which a refusal lists them.</param>
public sealed class ReportNumbers(params IReadOnlyList<ReportNumber> numbers)
{
    private readonly Dictionary<string, ReportNumber> _byName = numbers.ToDictionary(number => number.Name, StringComparer.Ordinal);
    private readonly List<Narrowing> _narrowing = [.. numbers
        .SelectMany(number => number.Narrowing)
        .DistinctBy(parameter => parameter.Name)];

    /// <summary>No number at all.</summary>
    public static ReportNumbers None { get; } = new();

    /// <summary>Names of the numbers.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>Reads which number is asked for.</summary>
    /// <param name="text">Value of <c>explain</c>; null or empty asks for none.</param>
    /// <param name="parameter">Gives the value of a parameter by name.</param>
    /// <param name="row">Receives the values of the parameters that narrow, by name.</param>
    /// <param name="problems">Receives every problem.</param>
    /// <returns>The number, or null.</returns>
    public string? Read(string? text, Func<string, string?> parameter, IDictionary<string, string> row, ICollection<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(problems);
        if (string.IsNullOrEmpty(text))
        {
            // A report does not narrow by these: it would answer something else than it was asked for.
            foreach (var one in _narrowing.Where(one => !one.IsOfReports && parameter(one.Name) is { Length: > 0 }))
            {
                problems.Add(new Problem(Problem.Invalid, one.Name, "This narrows explain= alone. Add explain=, or leave it out."));
            }

            return null;
        }

        var asked = NameOf(text.ToLowerInvariant());
        if (!_byName.TryGetValue(asked, out var number))
        {
            problems.Add(new Problem(
                Problem.Invalid, "explain", $"Nothing here is called '{text}'. Use one of {string.Join(", ", numbers.Select(Describe))}."));
            return asked;
        }

        foreach (var needed in number.Narrowing.Where(one => one.IsNeeded && parameter(one.Name) is not { Length: > 0 }))
        {
            problems.Add(new Problem(Problem.Missing, needed.Name, $"'{asked}' is of one {needed.Name}. Ask for {Describe(number)}."));
        }

        foreach (var one in _narrowing.Where(one => parameter(one.Name) is { Length: > 0 }))
        {
            var value = parameter(one.Name)!;
            if (!number.Narrowing.Any(own => own.Name == one.Name))
            {
                problems.Add(new Problem(Problem.Invalid, one.Name, $"'{asked}' has no {one.Name}. Ask for {Describe(number)}."));
            }
            else if (one.Fault?.Invoke(value) is { } fault)
            {
                problems.Add(new Problem(Problem.Invalid, one.Name, fault));
            }

            row[one.Name] = value;
        }

        return asked;
    }

    // A column may have a name of its own, as a number of leads by their stage has; a question may use either.
    private string NameOf(string asked) =>
        _byName.ContainsKey(asked) ? asked : numbers.FirstOrDefault(number => number.Column == asked)?.Name ?? asked;

    private static string Describe(ReportNumber number) => number.Narrowing.Count == 0
        ? number.Name
        : $"{number.Name} (with {string.Join(", ", number.Narrowing.Select(one => one.Name + "="))})";
}
