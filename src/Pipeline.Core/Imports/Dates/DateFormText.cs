namespace Pipeline.Imports.Dates;

// One declared form of dates as text: whether it tells a date, and what the library calls it.
internal static class DateFormText
{
    public static bool HasTime(string form) => form.Contains('H', StringComparison.Ordinal) || form.Contains('h', StringComparison.Ordinal);

    // One year, month and day; a time has hours and minutes, and hours up to twelve need their half of the day.
    public static bool IsForm(string form)
    {
        int year = 0, month = 0, day = 0, hour = 0, half = 0, minute = 0, second = 0, mark = 0;
        for (var i = 0; i < form.Length;)
        {
            var run = i;
            while (run < form.Length && form[run] == form[i])
            {
                run++;
            }

            var length = run - i;
            switch (form[i])
            {
                case 'y' when length is 2 or 4:
                    year++;
                    break;
                case 'M' when length <= 4:
                    month++;
                    break;
                case 'd' when length <= 2:
                    day++;
                    break;
                case 'H' when length <= 2:
                    hour++;
                    break;
                case 'h' when length <= 2:
                    (hour, half) = (hour + 1, half + 1);
                    break;
                case 't' when length == 2:
                    mark++;
                    break;
                case 'm' when length == 2:
                    minute++;
                    break;
                case 's' when length == 2:
                    second++;
                    break;
                case '/' or '-' or '.' or ':' or 'T' or ' ' or ',' when length == 1:
                    break;
                default:
                    return false;
            }

            i = run;
        }

        return (year, month, day) == (1, 1, 1) && hour <= 1 && minute == hour && second <= minute && mark == half;
    }

    // A separator is meant as it is written, not as some culture writes it. Texts come without commas and with short names of months.
    public static string Escape(string form) => string
        .Join(' ', form.Replace(',', ' ').Replace("tt", " tt", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Replace("MMMM", "MMM", StringComparison.Ordinal)
        .Replace("/", "'/'", StringComparison.Ordinal)
        .Replace(":", "':'", StringComparison.Ordinal)
        .Replace("T", "'T'", StringComparison.Ordinal);
}
