using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pipeline.Events;
using Pipeline.Records;

namespace Pipeline.Rejected;

/// <summary>Names one kept rejected event: <c>{yyyy-MM-dd}.{key}</c> in the interface.</summary>
/// <param name="Day">UTC day of its arrival.</param>
/// <param name="Key">Its key (<see cref="RejectedEvent.Key"/>).</param>
public readonly record struct RejectedId(DateOnly Day, string Key)
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>The id of a rejected event.</summary>
    /// <param name="rejected">Rejected event.</param>
    public static RejectedId Of(RejectedEvent rejected) => new(DateOnly.FromDateTime(rejected.ReceivedAt.UtcDateTime), rejected.Key);

    /// <summary>Reads an id.</summary>
    /// <param name="text">Any text; may be null.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RejectedId id)
    {
        id = default;
        if (text is null
            || text.Length != Format.Length + 1 + FactKey.Length
            || text[Format.Length] != '.'
            || !Base32.IsValid(text.AsSpan(Format.Length + 1), FactKey.Length)
            || !DateOnly.TryParseExact(
                text.AsSpan(0, Format.Length), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return false;
        }

        id = new RejectedId(day, text[(Format.Length + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Day.ToString(Format, CultureInfo.InvariantCulture)}.{Key}";
}
