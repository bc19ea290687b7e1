namespace Pipeline.Attribution;

/// <summary>Journeys over the same channels, for the models that look at channels alone.</summary>
public sealed record ChannelPath
{
    /// <summary>Channels in event order; at least one.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Journeys that converted; not negative. 0 for a refund.</summary>
    public long Conversions { get; init; }

    /// <summary>Journeys that did not convert; not negative.</summary>
    public long NonConversions { get; init; }

    /// <summary>Amount of the conversions and refunds together, minor units.</summary>
    public long Amount { get; init; }

    /// <summary>
    /// The path of one conversion or refund; without a touch that counts it is <see cref="UnknownSource.Channel"/> alone.
    /// </summary>
    /// <param name="journey">Conversion with its touches.</param>
    /// <param name="parameters">Window and Direct policy.</param>
    /// <exception cref="ArgumentException">The parameters are invalid, or the touches are not in order of time.</exception>
    public static ChannelPath Of(Journey journey, AttributionParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(journey);
        return new ChannelPath
        {
            Channels = ChannelsOf(journey.Touches, journey.Credited.At, parameters),
            Conversions = journey.RefundOf is null ? 1 : 0,
            Amount = journey.Conversion.Amount,
        };
    }

    /// <summary>
    /// The path of one journey without conversion; without a touch that counts it is <see cref="UnknownSource.Channel"/> alone.
    /// </summary>
    /// <param name="touches">In event order.</param>
    /// <param name="at">End of the months that are looked at; the window ends here.</param>
    /// <param name="parameters">Window and Direct policy.</param>
    /// <exception cref="ArgumentException">The parameters are invalid, or the touches are not in order of time.</exception>
    public static ChannelPath OfNonConverting(IReadOnlyList<Touch> touches, DateTimeOffset at, AttributionParameters parameters) =>
        new() { Channels = ChannelsOf(touches, at, parameters), NonConversions = 1 };

    private static string[] ChannelsOf(IReadOnlyList<Touch> touches, DateTimeOffset at, AttributionParameters parameters)
    {
        var eligible = Eligibility.Select(touches, at, parameters);
        return eligible.Count == 0 ? [UnknownSource.Channel] : [.. eligible.Select(touch => touch.Source.Channel)];
    }
}
