using System.Globalization;
using Pipeline.Attribution;
using Pipeline.Attribution.Models;
using Pipeline.Problems;
using Pipeline.Reports.Explanations;
using Pipeline.Time;

namespace Pipeline.Reports;

/// <summary>What a report is asked for.</summary>
public sealed record ReportQuery
{
    /// <summary>Days in the period when none is given: 30, today included.</summary>
    public const int DefaultDays = 30;

    /// <summary>Months in the period of a model that weighs whole ones, when none is given: the last 3 that are over.</summary>
    public const int DefaultMonths = 3;

    /// <summary>Longest period, in days.</summary>
    public const int MaxDays = 1096;

    /// <summary>Visits on a page when a request for JSON names no number.</summary>
    public const int DefaultPage = 1_000;

    /// <summary>Most visits on a page.</summary>
    public const int MaxPage = 10_000;

    /// <summary>First local day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last local day; inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Models to show, in order; all when the request names none.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Kind of conversion.</summary>
    public required ConversionKind Kind { get; init; }

    /// <summary>Moment to evaluate as of; null means now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Parameters of the models.</summary>
    public AttributionParameters Parameters { get; init; } = AttributionParameters.Default;

    /// <summary>How far rows are opened.</summary>
    public ReportLevel Level { get; init; } = ReportLevel.Channel;

    /// <summary>Channel to show alone; null shows all.</summary>
    public string? Channel { get; init; }

    /// <summary>Source to show alone; null shows all.</summary>
    public string? Source { get; init; }

    /// <summary>Campaign to show alone; null shows all.</summary>
    public string? Campaign { get; init; }

    /// <summary>Margin for ROMI in percent.</summary>
    public decimal MarginPercent { get; init; } = 100;

    /// <summary>Conversion to show touch by touch: its id, or the part of it that names the deal; null shows sums.</summary>
    public string? Deal { get; init; }

    /// <summary>Number to show the rows of instead of the report; null shows the report.</summary>
    public string? Explain { get; init; }

    /// <summary>What narrows <see cref="Explain"/> to one row of the report, by parameter; empty for all rows.</summary>
    public IReadOnlyDictionary<string, string> Row { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Most visits that an explanation lists; null lists all.</summary>
    public int? PageSize { get; init; }

    /// <summary>Visit after which the listed ones begin; null begins at the first.</summary>
    public VisitCursor? After { get; init; }

    /// <summary>True to show the plan for next year instead of the runway: <c>view=next-year</c>.</summary>
    public bool NextYear { get; init; }

    /// <summary>True when the request names its period itself.</summary>
    public bool HasPeriod { get; init; }

    /// <summary>True when the request names the last day of its period itself.</summary>
    public bool HasEnd { get; init; }

    /// <summary>Reads a request's parameters.</summary>
    /// <param name="parameter">Gives the value of a parameter by name; null or empty when it is absent.</param>
    /// <param name="now">Present moment.</param>
    /// <param name="localTime">Cuts local days.</param>
    /// <param name="problems">Receives every problem.</param>
    /// <param name="options">Settings of reports; null takes the defaults.</param>
    /// <param name="numbers">Numbers of the report that can be opened; null opens none.</param>
    /// <returns>The query; usable when there is no problem.</returns>
    public static ReportQuery Read(
        Func<string, string?> parameter,
        DateTimeOffset now,
        LocalTime localTime,
        ICollection<Problem> problems,
        ReportOptions? options = null,
        ReportNumbers? numbers = null)
    {
        var row = new SortedDictionary<string, string>(StringComparer.Ordinal);
        options ??= new ReportOptions();
        var defaults = AttributionParameters.Default with
        {
            TimeZoneId = localTime.Zone.Id,
            MinimumConversions = options.MinimumConversions,
        };
        var at = QueryValue.Moment(parameter("at"), problems);
        var today = localTime.DayOf(at ?? now);
        var models = ReadModels(parameter("model"), problems);
        var isByMonth = Text(parameter("model")) is not null
            && models.Exists(model => model is AttributionModels.Markov or AttributionModels.Shapley);
        var (askedFrom, askedTo) = (Day(parameter("from"), "from", problems), Day(parameter("to"), "to", problems));

        // The models that weigh whole months say nothing about others, so those that are over are asked for.
        var to = askedTo ?? (isByMonth && askedFrom is null ? Month.Of(today).Plus(-1).LastDay : today);
        var from = askedFrom ?? (isByMonth ? Month.Of(to).Plus(1 - DefaultMonths).FirstDay : to.AddDays(1 - DefaultDays));
        if (from > to)
        {
            problems.Add(new Problem(Problem.Invalid, "from", $"from {LocalTime.Text(from)} is after to {LocalTime.Text(to)}. Swap them."));
        }
        else if (to.DayNumber - from.DayNumber >= MaxDays)
        {
            problems.Add(new Problem(
                Problem.Invalid,
                "from",
                string.Create(CultureInfo.InvariantCulture, $"The period is longer than {MaxDays} days. Ask for less.")));
        }

        return new ReportQuery
        {
            From = from,
            To = to,
            At = at,
            Models = models,
            Kind = ReadKind(parameter("kind"), "kind", problems),
            Parameters = ParameterReader.Read(parameter, defaults, problems),
            Level = ReadLevel(parameter("level"), problems),
            Channel = Text(parameter("channel")),
            Source = Text(parameter("source")),
            Campaign = Text(parameter("campaign")),
            MarginPercent = ReadMargin(parameter("margin"), (decimal)options.MarginPercent, problems),
            Deal = Text(parameter("deal")),
            Explain = (numbers ?? ReportNumbers.None).Read(parameter("explain"), parameter, row, problems),
            Row = row,
            PageSize = string.IsNullOrEmpty(parameter("count")) ? null : QueryValue.Count(
                parameter("count"), DefaultPage, MaxPage, problems),
            After = ReadAfter(parameter("after"), problems),
            NextYear = ReadView(parameter("view"), problems),
            HasPeriod = Text(parameter("from")) is not null,
            HasEnd = Text(parameter("to")) is not null,
        };
    }

    /// <summary>The same question with the usual page: JSON tells where the next one begins, a file has all.</summary>
    /// <param name="isFile">True for a file.</param>
    public ReportQuery Paged(bool isFile) => this with { PageSize = PageSize ?? (isFile ? null : DefaultPage) };

    private static DateOnly? Day(string? text, string name, ICollection<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 2000 and <= 2199)
        {
            return day;
        }

        problems.Add(new Problem(Problem.Invalid, name, $"'{text}' is not a day between 2000 and 2199. Write it like 2026-03-01."));
        return null;
    }

    private static List<string> ReadModels(string? text, ICollection<Problem> problems)
    {
        var known = AttributionModels.Names;
        if (string.IsNullOrEmpty(text))
        {
            return [.. known];
        }

        if (text.Trim(',', ' ').Length == 0)
        {
            problems.Add(new Problem(Problem.Invalid, "model", $"No model is named. Use one or more of {string.Join(", ", known)}."));
            return [.. known];
        }

        var asked = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.ToLowerInvariant()).Distinct().ToList();
        var unknown = asked.Except(known).ToList();
        if (unknown.Count > 0)
        {
            problems.Add(new Problem(
                Problem.Invalid, "model", $"Unknown model {string.Join(", ", unknown)}. Use one or more of {string.Join(", ", known)}."));
        }

        return asked;
    }

    private static VisitCursor? ReadAfter(string? text, ICollection<Problem> problems)
    {
        var after = string.IsNullOrEmpty(text) ? null : VisitCursor.Parse(text);
        if (after is null && !string.IsNullOrEmpty(text))
        {
            problems.Add(new Problem(
                Problem.Invalid, "after", "This is no place in a list of visits. Take it from 'next' of the page before."));
        }

        return after;
    }

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static ReportLevel ReadLevel(string? text, ICollection<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return ReportLevel.Channel;
        }

        if (Enum.TryParse<ReportLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) && !char.IsAsciiDigit(text[0]))
        {
            return level;
        }

        problems.Add(new Problem(Problem.Invalid, "level", $"Unknown level '{text}'. Use channel, source, campaign or landing."));
        return ReportLevel.Channel;
    }

    private static decimal ReadMargin(string? text, decimal otherwise, ICollection<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var margin)
            && margin is > 0 and <= 100)
        {
            return margin;
        }

        problems.Add(new Problem(Problem.Invalid, "margin", $"'{text}' is not a percentage above 0 and at most 100. Write it like 40."));
        return otherwise;
    }

    private static bool ReadView(string? text, ICollection<Problem> problems)
    {
        if (!string.IsNullOrEmpty(text) && text != "next-year")
        {
            problems.Add(new Problem(Problem.Invalid, "view", $"Unknown view '{text}'. Use next-year, or leave it out."));
        }

        return text == "next-year";
    }

    private static ConversionKind ReadKind(string? text, string name, ICollection<Problem> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return ConversionKind.Lead;
        }

        if (Enum.TryParse<ConversionKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(text[0]))
        {
            return kind;
        }

        problems.Add(new Problem(
            Problem.Invalid, name, $"Unknown {name} '{text}'. Use lead, mql, sql, opportunity or customer."));
        return ConversionKind.Lead;
    }
}
