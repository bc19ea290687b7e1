using System.Globalization;

namespace Pipeline.Reports.Explanations;

/// <summary>Place in a list of visits after which the next page begins; <c>{UTC ticks}.{visit id}</c> in the interface.</summary>
/// <param name="At">When the visit started; UTC.</param>
public sealed record VisitCursor(DateTimeOffset At, string Id)
{
    /// <summary>True when a visit comes after this place.</summary>
    /// <param name="at">When the visit started.</param>
    public bool IsBefore(DateTimeOffset at, string id) => At < at || (At == at && string.CompareOrdinal(Id, id) < 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Id}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The place, or null when the text is none.</returns>
    public static VisitCursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && dot < text.Length - 1
                && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.AddDays(-2).UtcTicks
            ? new VisitCursor(new DateTimeOffset(ticks, TimeSpan.Zero), text[(dot + 1)..])
            : null;
    }
}
