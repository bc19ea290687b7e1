using Pipeline.Text;

namespace Pipeline.Attribution;

/// <summary>Which touches of a journey count: the lookback window, then the Direct policy.</summary>
public static class Eligibility
{
    /// <summary>Channel that the Direct policy is about.</summary>
    public const string DirectChannel = "Direct";

    /// <summary>True for a touch of the channel <see cref="DirectChannel"/>.</summary>
    /// <param name="touch">Touch to look at.</param>
    public static bool IsDirect(Touch touch)
    {
        ArgumentNullException.ThrowIfNull(touch);
        return NameFold.AreSame(touch.Source.Channel, DirectChannel);
    }

    /// <summary>
    /// The touches at or before <paramref name="at"/> and at or after <paramref name="at"/> − window × 24 h that the Direct policy leaves.
    /// </summary>
    /// <param name="touches">In event order.</param>
    /// <param name="at">Moment of the conversion.</param>
    /// <param name="parameters">Window and Direct policy.</param>
    /// <returns>In event order; empty when none counts.</returns>
    /// <exception cref="ArgumentException">The touches are not in order of time, or the parameters are invalid.</exception>
    public static IReadOnlyList<Touch> Select(IReadOnlyList<Touch> touches, DateTimeOffset at, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(touches);
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Validate();
        var buffer = new Touch[touches.Count];
        var count = Fill(touches, at, parameters, buffer);
        return buffer[..count];
    }

    internal static int Fill(IReadOnlyList<Touch> touches, DateTimeOffset at, AttributionParameters parameters, Span<Touch> buffer)
    {
        var latest = at.UtcTicks;
        var earliest = latest - (parameters.WindowDays * TimeSpan.TicksPerDay);
        var dropAll = parameters.DirectPolicy == DirectPolicy.DropAll;
        var previous = long.MinValue;
        var count = 0;
        for (var i = 0; i < touches.Count; i++)
        {
            var touch = touches[i];
            var ticks = touch.At.UtcTicks;
            if (ticks < previous)
            {
                throw new ArgumentException(
                    $"Touch {touch.Id} is older than the one before it: give touches in event order.", nameof(touches));
            }

            previous = ticks;
            if (ticks >= earliest && ticks <= latest && !(dropAll && IsDirect(touch)))
            {
                buffer[count++] = touch;
            }
        }

        if (parameters.DirectPolicy == DirectPolicy.DropLast)
        {
            while (count > 0 && IsDirect(buffer[count - 1]))
            {
                count--;
            }
        }

        return count;
    }
}
