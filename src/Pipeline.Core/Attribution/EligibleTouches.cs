using Pipeline.Time;

namespace Pipeline.Attribution;

/// <summary>What a model sees: the touches that count for one conversion, and the moments it may need. Lives on the stack.</summary>
public readonly ref struct EligibleTouches
{
    private readonly TimeZoneInfo _zone;

    internal EligibleTouches(
        ReadOnlySpan<Touch> touches,
        DateTimeOffset conversionAt,
        Milestones milestones,
        AttributionParameters parameters,
        TimeZoneInfo zone)
    {
        Touches = touches;
        ConversionAt = conversionAt;
        Parameters = parameters;
        Milestones = milestones;
        _zone = zone;
    }

    /// <summary>Touches that count, in event order; at least one.</summary>
    public ReadOnlySpan<Touch> Touches { get; }

    /// <summary>When the conversion happened.</summary>
    public DateTimeOffset ConversionAt { get; }

    /// <summary>When the milestones happened, as the journey tells them.</summary>
    public Milestones Milestones { get; }

    /// <summary>Validated parameters.</summary>
    public AttributionParameters Parameters { get; }

    /// <summary>The touch of a milestone: the latest one that counts at or before it.</summary>
    /// <param name="milestone">When it happened; null when it did not.</param>
    /// <returns>Index into <see cref="Touches"/>; −1 when it did not happen by the conversion, or no touch that counts is at or before
    /// it.</returns>
    public int TouchOf(DateTimeOffset? milestone)
    {
        if (milestone is not { } at || (at > ConversionAt && !IsDateOfConversion(at)))
        {
            return -1;
        }

        var index = Touches.Length - 1;
        while (index >= 0 && Touches[index].At > at)
        {
            index--;
        }

        return index;
    }

    /// <summary>Age of a touch at the conversion, in whole local calendar days.</summary>
    /// <param name="index">Index into <see cref="Touches"/>.</param>
    public int AgeInDays(int index) => LocalCalendar.DaysBetween(Touches[index].At, ConversionAt, _zone);

    private bool IsDateOfConversion(DateTimeOffset at) =>
        LocalCalendar.DaysBetween(ConversionAt, at, _zone) == 0 && at == LocalCalendar.LastMomentOf(LocalCalendar.DayOf(at, _zone), _zone);
}
