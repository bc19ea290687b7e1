namespace Pipeline.Time;

/// <summary>Calendar months of a period.</summary>
public static class Months
{
    /// <summary>First days of the months that a period touches, in order.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day; inclusive.</param>
    public static IReadOnlyList<DateOnly> Of(DateOnly from, DateOnly to)
    {
        var months = new List<DateOnly>();
        for (var month = FirstDayOf(from); month <= to; month = month.AddMonths(1))
        {
            months.Add(month);
        }

        return months;
    }

    /// <summary>First day of a day's month.</summary>
    public static DateOnly FirstDayOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>Last day of a day's month.</summary>
    public static DateOnly LastDayOf(DateOnly day) => FirstDayOf(day).AddMonths(1).AddDays(-1);

    /// <summary>True when a period is one or more calendar months, whole.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day; inclusive.</param>
    public static bool AreWhole(DateOnly from, DateOnly to) => from == FirstDayOf(from) && to == LastDayOf(to);
}
