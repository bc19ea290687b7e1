using System.Globalization;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

// What gives a robot away: it fills fields that people cannot see, and it is fast.
internal static class FormTraps
{
    public static Problem? Find(FormValues form, CaptureOptions options, DateTimeOffset received)
    {
        if (options.HoneypotField is { } field && form.Has(field))
        {
            return new Problem(Problem.Honeypot, field, "was filled, which people cannot do.");
        }

        return options.MinimumFormTime > TimeSpan.Zero && TimeTaken(form, received) is { } taken && taken < options.MinimumFormTime
            ? new Problem(Problem.TooFast, string.Empty, string.Create(
                CultureInfo.InvariantCulture,
                $"The form was sent {taken.TotalSeconds:0.#} s after its page was shown, sooner than a person could."))
            : null;
    }

    private static TimeSpan? TimeTaken(FormValues form, DateTimeOffset received)
    {
        if (double.TryParse(form.Hidden("_age"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 1e9)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        // A clock that is ahead tells nothing about a robot.
        return long.TryParse(form.Hidden("_shown"), NumberStyles.None, CultureInfo.InvariantCulture, out var shown)
            && received.ToUnixTimeMilliseconds() - shown is >= 0 and var passed
            ? TimeSpan.FromMilliseconds(passed)
            : null;
    }
}
