using Pipeline.Attribution;

namespace Pipeline.Leads.Facts;

/// <summary>
/// Says a conversion's touches by their places in the lead's journey: a bit for each that is left out, because whoever sends visits that
/// come too late must not make the row grow past what it holds.
/// </summary>
internal static class TouchPacking
{
    /// <summary>Packs a conversion.</summary>
    /// <param name="journey">Touches of all conversions, in event order.</param>
    /// <returns>Null when its touches are not some of the journey's in the same order.</returns>
    public static LeadConversion? Pack(LeadConversion conversion, IReadOnlyList<Touch> journey)
    {
        var (place, leftOut) = (0, new byte[(journey.Count + 7) / 8]);
        foreach (var touch in conversion.Touches)
        {
            for (; place < journey.Count && journey[place] != touch; place++)
            {
                leftOut[place / 8] |= (byte)(1 << (place % 8));
            }

            if (place++ == journey.Count)
            {
                return null;
            }
        }

        return conversion with
        {
            Touches = [],
            TouchCount = place,
            LeftOut = place == conversion.Touches.Count ? null : leftOut[..((place + 7) / 8)],
        };
    }

    /// <summary>The conversion as it was.</summary>
    /// <param name="journey">Touches of all conversions, in event order.</param>
    public static LeadConversion Unpack(LeadConversion conversion, Touch[] journey)
    {
        var first = new ArraySegment<Touch>(journey, 0, conversion.TouchCount ?? 0);
        return conversion with
        {
            Touches = conversion.LeftOut is { } leftOut
                ? [.. first.Where((_, place) => (leftOut[place / 8] & (1 << (place % 8))) == 0)]
                : first,
            TouchCount = null,
            LeftOut = null,
        };
    }
}
