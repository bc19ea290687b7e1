using Pipeline.Problems;

namespace Pipeline.Reports;

/// <summary>
/// The numbers of a report that <c>explain=</c> opens, named as the report's columns or stages are, and the parameters that narrow each of
/// them to one row of the report.
/// </summary>
/// <param name="numbers">The numbers, in the order in which a refusal lists them.</param>
public sealed class ReportNumbers(params IReadOnlyList<ReportNumber> numbers)
{
    private readonly Dictionary<string, ReportNumber> _byKey = numbers
        .SelectMany(number => new[] { number.Name, number.Column ?? number.Name }.Distinct(), (number, name) => (Key: KeyOf(name), number))
        .ToDictionary(item => item.Key, item => item.number, StringComparer.Ordinal);

    private readonly List<Narrowing> _narrowing = [.. numbers
        .SelectMany(number => number.Narrowing)
        .DistinctBy(parameter => parameter.Name)];

    /// <summary>No number at all.</summary>
    public static ReportNumbers None { get; } = new();

    /// <summary>Names of the numbers.</summary>
    public IReadOnlyCollection<string> Names { get; } = [.. numbers.Select(number => number.Name)];

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

        if (!_byKey.TryGetValue(KeyOf(text), out var number))
        {
            problems.Add(new Problem(
                Problem.Invalid, "explain", $"Nothing here is called '{text}'. Use one of {string.Join(", ", numbers.Select(Describe))}."));
            return text;
        }

        foreach (var one in _narrowing.Where(one => parameter(one.Name) is { Length: > 0 }))
        {
            row[one.Name] = parameter(one.Name)!;
        }

        var before = problems.Count;
        Check(number, row, problems);
        if (problems.Count == before && number.Opens is { } opens)
        {
            number = _byKey[KeyOf(opens(row))];
            Check(number, row, problems);
        }

        return number.Name;
    }

    private static void Check(ReportNumber number, IDictionary<string, string> row, ICollection<Problem> problems)
    {
        foreach (var needed in number.Narrowing.Where(one => one.IsNeeded && !row.ContainsKey(one.Name)))
        {
            problems.Add(new Problem(
                Problem.Missing, needed.Name, $"'{number.Name}' is of one {needed.Name}. Ask for {Describe(number)}."));
        }

        foreach (var (name, value) in row)
        {
            var own = number.Narrowing.FirstOrDefault(one => one.Name == name);
            if (own is null)
            {
                problems.Add(new Problem(Problem.Invalid, name, $"'{number.Name}' has no {name}. Ask for {Describe(number)}."));
            }
            else if (own.Fault?.Invoke(value) is { } fault)
            {
                problems.Add(new Problem(Problem.Invalid, name, fault));
            }
        }
    }

    // CSV writes lift_low and JSON liftLow: one name.
    private static string KeyOf(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    private static string Describe(ReportNumber number) => number.Narrowing.Count == 0
        ? number.Name
        : $"{number.Name} (with {string.Join(", ", number.Narrowing.Select(one => one.Name + "="))})";
}
