using System.Globalization;
using Pipeline.Time;

namespace Pipeline.Reports;

/// <summary>A parameter that narrows a number to one row of its report.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Fault">Tells what is wrong with a value, null when nothing is; null takes any value.</param>
public sealed record Narrowing(string Name, Func<string, string?>? Fault = null)
{
    /// <summary>Month of a row, like 2026-03.</summary>
    public static Narrowing Month { get; } = new(
        "month", value => Time.Month.Parse(value) is null ? $"'{value}' is not a month. Write it like 2026-03." : null);

    /// <summary>Channel; reports narrow to one themselves too, as to a source and a campaign.</summary>
    public static Narrowing Channel { get; } = new("channel") { IsOfReports = true };

    /// <summary>Source.</summary>
    public static Narrowing Source { get; } = new("source") { IsOfReports = true };

    /// <summary>Campaign.</summary>
    public static Narrowing Campaign { get; } = new("campaign") { IsOfReports = true };

    /// <summary>Medium of a source.</summary>
    public static Narrowing Medium { get; } = new("medium");

    /// <summary>Landing page of a row, without its query.</summary>
    public static Narrowing LandingPage { get; } = new("landing_page");

    /// <summary>Reason of a loss or of a rejection.</summary>
    public static Narrowing Reason { get; } = new("reason");

    /// <summary>Name of an activity.</summary>
    public static Narrowing Activity { get; } = new(NumberNames.Activity);

    /// <summary>True when the number is of one row alone, so that it cannot do without.</summary>
    public bool IsNeeded { get; private init; }

    /// <summary>True when a report reads the parameter without <c>explain=</c> too.</summary>
    public bool IsOfReports { get; private init; }

    /// <summary>The same parameter, of a number that cannot do without.</summary>
    public Narrowing Needed() => this with { IsNeeded = true };

    /// <summary>A parameter that takes a score.</summary>
    /// <param name="name">Name of the parameter.</param>
    public static Narrowing OfScore(string name) => new(
        name,
        value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? null
            : $"'{value}' is not a score. Write it like 20.");

    /// <summary>Takes the parameter out of a row that has it.</summary>
    /// <returns>Its value.</returns>
    public string TakeFrom(IDictionary<string, string> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var value = row[Name];
        row.Remove(Name);
        return value;
    }

    /// <summary>Value that a question gives; null when it gives none.</summary>
    /// <param name="query">What is asked for.</param>
    public string? In(ReportQuery query) => query.Row.GetValueOrDefault(Name);

    /// <summary>Month that a question is narrowed to; null when it is to none.</summary>
    /// <param name="query">What is asked for.</param>
    public static Month? MonthIn(ReportQuery query) => Time.Month.Parse(Month.In(query));

    /// <summary>Days of the month that a question is narrowed to.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="from">First day of a period of whole months.</param>
    /// <param name="to">Its last day; inclusive.</param>
    /// <returns>The whole period when no month is named; one that begins after its end when the month lies outside.</returns>
    public static (DateOnly From, DateOnly To) MonthIn(ReportQuery query, DateOnly from, DateOnly to) =>
        MonthIn(query) is not { } month ? (from, to)
        : month < Time.Month.Of(from) || month > Time.Month.Of(to) ? (to, from)
        : (month.FirstDay, month.LastDay);
}
