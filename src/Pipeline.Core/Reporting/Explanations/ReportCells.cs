using System.Globalization;
using Pipeline.Capture;
using Pipeline.Reporting.Runway;

namespace Pipeline.Reporting.Explanations;

/// <summary>
/// The numbers of a report that <c>explain=</c> opens, named as the report's columns or stages are, and the parameters that narrow each of them to
/// one row of the report.
/// </summary>
public sealed class ReportCells
{
    /// <summary>Month of a row, like 2026-03.</summary>
    public const string Month = "month";

    /// <summary>Stage of a row of the funnel.</summary>
    public const string Stage = "stage";

    /// <summary>Metric of a line of the runway.</summary>
    public const string Metric = "metric";

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

    /// <summary>Landing page of a row.</summary>
    public const string LandingPage = "landing_page";

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

    private const char Needed = '!';

    private static readonly string[] Sections = [Period, Previous, Cohort];
    private static readonly string[] FunnelStages = ["visit", .. StageCounts.Kinds.Select(StageCounts.NameOf)];
    private static readonly string[] Source3 = [Channel, Source, Campaign];
    private static readonly string[] Source5 = [Channel, Source, Campaign, Medium, LandingPage];

    private readonly Dictionary<string, string[]> numbers;

    private ReportCells(params (string Number, string[] Narrowing)[] numbers) =>
        this.numbers = numbers.ToDictionary(item => item.Number, item => item.Narrowing, StringComparer.Ordinal);

    /// <summary>Numbers of the reports <c>channels</c> and <c>attribution</c>.</summary>
    public static ReportCells Channels { get; } = new(
    [
        (ReportExplanation.Visits, Source5), .. Stages(Source5), ("visitors", Source5), ("automatic_visits", Source5), ("anonymous_page_views", [Channel]),
        ("amount", Source5), ("cost", Source3), ("visitor_to_lead", Source5), ("cost_per_lead", Source3), ("cost_per_mql", Source3),
        ("cost_per_customer", Source3), ("roas", Source3), ("romi", Source3),
    ]);

    /// <summary>Numbers of the report <c>funnel</c>.</summary>
    public static ReportCells Funnel { get; } = new(
    [
        ("visit", [Section]), .. Stages([Section]), ("reopened", []), ("deals", []),
        ("lost", [Reason]), ("disqualified", [Reason]), ("recycled", [Reason]),
        ("rate", [Stage + Needed, Section]), ("share", [Stage + Needed]), ("change", [Stage + Needed]), ("median_days", [Stage + Needed]),
    ]);

    /// <summary>Numbers of the report <c>runway</c>.</summary>
    public static ReportCells Runway { get; } = new(
    [
        .. RunwayBuilder.Metrics.Select(metric => (metric, new[] { metric == RunwayBuilder.VisitGrowth ? Month + Needed : Month })),
        ("planned", [Metric + Needed, Month]), ("variance", [Metric + Needed, Month + Needed]),
        ("cumulated_planned", [Metric + Needed, Month + Needed]), ("cumulated_actual", [Metric + Needed, Month + Needed]),
        ("cumulated_variance", [Metric + Needed, Month + Needed]), (RunwayBuilder.NextYear, [Metric + Needed, Month + Needed]),
    ]);

    /// <summary>Numbers of the report <c>nurture</c>.</summary>
    public static ReportCells Nurture { get; } = new(
        ("leads", [Month]), ("reopened", [Month]), ("mql", [Month]), ("score", [Month, Score]), ("campaign_mql", [Campaign]), ("cost", [Campaign]),
        ("cost_per_mql", [Campaign]), ("activity", [Activity]));

    /// <summary>Numbers of the report <c>paths</c>.</summary>
    public static ReportCells Paths { get; } = new(("conversions", [Path]), ("non_conversions", [Path]), ("rate", [Path]), ("median_days", [Path]));

    /// <summary>Numbers of the report <c>insights</c>.</summary>
    public static ReportCells Insights { get; } = new(
        ("customers", [Activity]), ("others", [Activity]), ("reached", [Threshold]), ("hits", [Threshold]), ("customer_share", [Activity + Needed]),
        ("other_share", [Activity + Needed]), ("lift", [Activity + Needed]), ("lift_low", [Activity + Needed]), ("lift_high", [Activity + Needed]),
        ("precision", [Threshold]), ("precision_low", [Threshold]), ("precision_high", [Threshold]),
        ("recall", [Threshold]), ("recall_low", [Threshold]), ("recall_high", [Threshold]));

    /// <summary>Numbers of the report <c>quality</c>.</summary>
    public static ReportCells Quality { get; } = new(
        ("visits", []), ("without_campaign", []), ("without_campaign_share", []), ("conversions", []), ("unattributed", []), ("unattributed_share", []),
        ("unmatched_source", [Source, Medium]), ("unmatched_cost", [Channel, Source, Campaign]), ("bot_visits", []), ("anonymous_page_views", []),
        ("shared_devices", []), ("rejected", [Reason]), ("restated", []));

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
            // A report does not narrow by these: it would answer something else than it was asked for.
            foreach (var name in numbers.Values.SelectMany(names => names).Select(NameOf).Distinct(StringComparer.Ordinal)
                .Where(name => name is not (Channel or Source or Campaign) && parameter(name) is { Length: > 0 }))
            {
                problems.Add(new Problem(Problem.Invalid, name, "This narrows explain= alone. Add explain=, or leave it out."));
            }

            return null;
        }

        var asked = text.ToLowerInvariant();
        if (!numbers.TryGetValue(asked, out var narrowing))
        {
            problems.Add(new Problem(Problem.Invalid, "explain", $"Nothing here is called '{text}'. Use one of {string.Join(", ", numbers.Select(Describe))}."));
            return asked;
        }

        foreach (var name in narrowing.Where(name => name.EndsWith(Needed)).Select(NameOf).Where(name => parameter(name) is not { Length: > 0 }))
        {
            problems.Add(new Problem(Problem.Missing, name, $"'{asked}' is of one {name}. Ask for {Describe(new(asked, narrowing))}."));
        }

        foreach (var name in numbers.Values.SelectMany(names => names).Select(NameOf).Distinct(StringComparer.Ordinal).Where(name => parameter(name) is { Length: > 0 }))
        {
            var value = parameter(name)!;
            if (!narrowing.Select(NameOf).Contains(name))
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
        Stage when !FunnelStages.Contains(value) => $"'{value}' is no stage of the funnel. Use {string.Join(", ", FunnelStages)}.",
        Metric when !RunwayBuilder.Metrics.Contains(value) => $"'{value}' is no line of the runway. Use {string.Join(", ", RunwayBuilder.Metrics)}.",
        Section when !Sections.Contains(value) => $"'{value}' is unknown. Use {string.Join(", ", Sections)}.",
        _ => null,
    };

    private static string Describe(KeyValuePair<string, string[]> number) =>
        number.Value.Length == 0 ? number.Key : $"{number.Key} (with {string.Join(", ", number.Value.Select(name => NameOf(name) + "="))})";

    private static string NameOf(string narrowing) => narrowing.TrimEnd(Needed);

    private static IEnumerable<(string, string[])> Stages(string[] narrowing) =>
        StageCounts.Kinds.Select(kind => (StageCounts.NameOf(kind), narrowing));
}
