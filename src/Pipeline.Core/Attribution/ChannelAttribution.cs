namespace Pipeline.Attribution;

/// <summary>Credits by channel of a model that looks at many journeys at once.</summary>
public sealed record ChannelAttribution
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Parameters used.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>Conversions seen.</summary>
    public required long Conversions { get; init; }

    /// <summary>Amount of the conversions and refunds, minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>False when there are fewer conversions than the minimum: say "not enough data".</summary>
    public bool HasEnoughData => Conversions >= Parameters.MinimumConversions;

    /// <summary>Channels in ordinal order; empty when there is not enough data.</summary>
    public required IReadOnlyList<ChannelCredit> Channels { get; init; }
}
