using System.Globalization;
using System.Text.Json.Serialization;

namespace Pipeline.Time;

/// <summary>
/// A calendar month, of the year 1 to 9999. Its text is <c>yyyy-MM</c>, as in keys, tables and parameters; in JSON it is its first day,
/// <c>yyyy-MM-01</c>. The default value is the first month there is.
/// </summary>
[JsonConverter(typeof(MonthConverter))]
public readonly record struct Month : IComparable<Month>
{
    private const string Format = "yyyy-MM";
    private const int MonthsOfYear = 12;

    // Months since the first one, so that the default value is a month too.
    private readonly int _place;

    /// <summary>The month of a year.</summary>
    /// <param name="year">1 to 9999.</param>
    /// <param name="number">1 is January, 12 December.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such month.</exception>
    public Month(int year, int number) => _place = PlaceOf(new DateOnly(year, number, 1));

    private Month(int place) => _place = place;

    /// <summary>Its year.</summary>
    public int Year => (_place / MonthsOfYear) + 1;

    /// <summary>Its number in the year: 1 is January, 12 December.</summary>
    public int Number => (_place % MonthsOfYear) + 1;

    /// <summary>Its first day.</summary>
    public DateOnly FirstDay => new(Year, Number, 1);

    /// <summary>Its last day.</summary>
    public DateOnly LastDay => new(Year, Number, DateTime.DaysInMonth(Year, Number));

    /// <summary>True for a month before the other.</summary>
    public static bool operator <(Month left, Month right) => left._place < right._place;

    /// <summary>True for a month after the other.</summary>
    public static bool operator >(Month left, Month right) => left._place > right._place;

    /// <summary>True for the same month or one before.</summary>
    public static bool operator <=(Month left, Month right) => left._place <= right._place;

    /// <summary>True for the same month or one after.</summary>
    public static bool operator >=(Month left, Month right) => left._place >= right._place;

    /// <summary>The month of a day.</summary>
    public static Month Of(DateOnly day) => new(PlaceOf(day));

    /// <summary>The months that a period touches, in order; none when it begins after its end.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day; inclusive.</param>
    public static IReadOnlyList<Month> Touched(DateOnly from, DateOnly to) =>
        from > to ? [] : [.. Enumerable.Range(PlaceOf(from), PlaceOf(to) - PlaceOf(from) + 1).Select(place => new Month(place))];

    /// <summary>True when a period is one or more months, whole.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day; inclusive.</param>
    public static bool AreWhole(DateOnly from, DateOnly to) => from == Of(from).FirstDay && to == Of(to).LastDay;

    /// <summary>Reads a text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Null when it is not of the form <c>yyyy-MM</c>.</returns>
    public static Month? Parse(string? text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Of(day) : null;

    /// <summary>The month so many months later; earlier for a negative number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">That is outside the years 1 to 9999.</exception>
    public Month Plus(int months) => Of(FirstDay.AddMonths(months));

    /// <summary>True for a day of the month.</summary>
    public bool Holds(DateOnly day) => PlaceOf(day) == _place;

    /// <inheritdoc/>
    public int CompareTo(Month other) => _place.CompareTo(other._place);

    /// <summary><c>yyyy-MM</c>.</summary>
    public override string ToString() => FirstDay.ToString(Format, CultureInfo.InvariantCulture);

    private static int PlaceOf(DateOnly day) => ((day.Year - 1) * MonthsOfYear) + day.Month - 1;
}
