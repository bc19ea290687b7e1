using System.Globalization;
using Pipeline.Capture;

namespace Pipeline.Reporting.Explanations;

/// <summary>
/// The numbers of a report that <c>explain=</c> opens, named as the report's columns or stages are, and the parameters that narrow each of them to
/// one row of the report.
/// </summary>
public sealed class ReportCells
{
    /// <summary>Month of a row, like 2026-03.</summary>
    public const string Month = "month";

    /// <summary>Section of the funnel: <see cref="Period"/>, <see cref="Previous"/> or <see cref="Cohort"/>.</summary>
    public const string Section = "section";

    /// <summary>Reason of a loss or of a rejection.</summary>
    public const string Reason = "reason";

    /// <summary>Lower edge of a bucket of scores.</summary>
    public const string Score = "score";

    /// <summary>Score of a threshold.</summary>
    public const string Threshold = "threshold";

    /// <summary>Name of an activity.</summary>
    public const string Activity = "activity";

    /// <summary>Name of a way.</summary>
    public const string Path = "path";

    /// <summary>Medium of a source.</summary>
    public const string Medium = "medium";

    /// <summary>Channel; read by every report.</summary>
    public const string Channel = "channel";

    /// <summary>Source; read by every report.</summary>
    public const string Source = "source";

    /// <summary>Campaign; read by every report.</summary>
    public const string Campaign = "campaign";

    /// <summary>Section of entries in the period.</summary>
    public const string Period = "period";

    /// <summary>Section of entries in the period before.</summary>
    public const string Previous = "previous";

    /// <summary>Section of the leads created in the period.</summary>
    public const string Cohort = "cohort";

    private static readonly string[] Sections = [Period, Previous, Cohort];

    private readonly Dictionary<string, string[]> numbers;

    private ReportCells(params (string Number, string[] Narrowing)[] numbers) =>
        this.numbers = numbers.ToDictionary(item => item.Number, item => item.Narrowing, StringComparer.Ordinal);

    /// <summary>Numbers of the reports <c>channels</c> and <c>attribution</c>.</summary>
    public static ReportCells Channels { get; } = new(
        [(ReportExplanation.Visits, [Channel, Source, Campaign]), .. Stages([Channel, Source, Campaign])]);

    /// <summary>Numbers of the report <c>funnel</c>.</summary>
    public static ReportCells Funnel { get; } = new(
    [
        ("visit", [Section]), .. Stages([Section]), ("reopened", []), ("deals", []),
        ("lost", [Reason]), ("disqualified", [Reason]), ("recycled", [Reason]),
    ]);

    /// <summary>Numbers of the report <c>runway</c>.</summary>
    public static ReportCells Runway { get; } = new([.. Inputs.TargetMetrics.All.Select(metric => (metric, new[] { Month }))]);

    /// <summary>Numbers of the report <c>nurture</c>.</summary>
    public static ReportCells Nurture { get; } = new(
        ("leads", [Month]), ("reopened", [Month]), ("mql", [Month]), ("score", [Month, Score]), ("campaign_mql", [Campaign]), ("cost", [Campaign]),
        ("activity", [Activity]));

    /// <summary>Numbers of the report <c>paths</c>.</summary>
    public static ReportCells Paths { get; } = new(("conversions", [Path]), ("non_conversions", [Path]));

    /// <summary>Numbers of the report <c>insights</c>.</summary>
    public static ReportCells Insights { get; } = new(
        ("customers", [Activity]), ("others", [Activity]), ("reached", [Threshold]), ("hits", [Threshold]));

    /// <summary>Numbers of the report <c>quality</c>.</summary>
    public static ReportCells Quality { get; } = new(
        ("visits", []), ("without_campaign", []), ("conversions", []), ("unattributed", []), ("unmatched_source", [Source, Medium]),
        ("unmatched_cost", [Channel, Source, Campaign]), ("bot_visits", []), ("anonymous_page_views", []), ("shared_devices", []),
        ("rejected", [Reason]), ("restated", []));

    /// <summary>Names of the numbers.</summary>
    public IReadOnlyCollection<string> Numbers => numbers.Keys;

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
            return null;
        }

        var asked = text.ToLowerInvariant();
        if (!numbers.TryGetValue(asked, out var narrowing))
        {
            problems.Add(new Problem(Problem.Invalid, "explain", $"Nothing here is called '{text}'. Use one of {string.Join(", ", numbers.Select(Describe))}."));
            return asked;
        }

        foreach (var name in numbers.Values.SelectMany(names => names).Distinct(StringComparer.Ordinal).Where(name => parameter(name) is { Length: > 0 }))
        {
            var value = parameter(name)!;
            if (!narrowing.Contains(name))
            {
                problems.Add(new Problem(Problem.Invalid, name, $"'{asked}' has no {name}. Ask for {Describe(new(asked, narrowing))}."));
            }
            else if (Fault(name, value) is { } fault)
            {
                problems.Add(new Problem(Problem.Invalid, name, fault));
            }

            row[name] = value;
        }

        return asked;
    }

    private static string? Fault(string name, string value) => name switch
    {
        Month when !DateOnly.TryParseExact(value, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
            $"'{value}' is not a month. Write it like 2026-03.",
        Score or Threshold when !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => $"'{value}' is not a score. Write it like 20.",
        Section when !Sections.Contains(value) => $"'{value}' is unknown. Use {string.Join(", ", Sections)}.",
        _ => null,
    };

    private static string Describe(KeyValuePair<string, string[]> number) =>
        number.Value.Length == 0 ? number.Key : $"{number.Key} (with {string.Join(", ", number.Value.Select(name => name + "="))})";

    private static IEnumerable<(string, string[])> Stages(string[] narrowing) =>
        StageCounts.Kinds.Select(kind => (StageCounts.NameOf(kind), narrowing));
}
