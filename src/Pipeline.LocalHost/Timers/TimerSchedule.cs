using System.Diagnostics.CodeAnalysis;
using NCrontab;

namespace Pipeline.LocalHost.Timers;

/// <summary>A parsed NCRONTAB schedule in UTC; day and day of week must both fit.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule _schedule;

    private TimerSchedule(string text, CrontabSchedule schedule) => (Text, _schedule) = (text, schedule);

    /// <summary>The schedule as written, with single spaces.</summary>
    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out TimerSchedule? schedule)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var normalised = string.Join(' ', fields);
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields.Length == 6 };
        var parsed = fields.Length is 5 or 6 ? CrontabSchedule.TryParse(normalised, options) : null;
        schedule = parsed is null ? null : new TimerSchedule(normalised, parsed);
        return schedule is not null;
    }

    /// <summary>First moment after the given one; <see cref="DateTime.MaxValue"/> if there is none.</summary>
    public DateTime Next(DateTime after) => DateTime.SpecifyKind(_schedule.GetNextOccurrence(after), DateTimeKind.Utc);

    /// <summary>Whether two of the next five moments are less than a minute apart.</summary>
    public bool IsTooFrequentToMonitor(DateTime now)
    {
        var previous = Next(now);
        for (var i = 0; i < 4 && previous != DateTime.MaxValue; i++)
        {
            var next = Next(previous);
            if (next - previous < TimeSpan.FromMinutes(1))
            {
                return true;
            }

            previous = next;
        }

        return false;
    }
}
