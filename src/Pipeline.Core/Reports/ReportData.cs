using Pipeline.Attribution;
using Pipeline.Rollups;
using Pipeline.Uploads;

namespace Pipeline.Reports;

/// <summary>What a report is built from.</summary>
public sealed record ReportData
{
    /// <summary>Moment that it is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Rolled-up days of the period, in order, credited with the parameters that are asked for.</summary>
    public required IReadOnlyList<RolledUpDay> Days { get; init; }

    /// <summary>Costs of the period.</summary>
    public IReadOnlyList<CostLine> Costs { get; init; } = [];

    /// <summary>Credits by the models that look at many journeys at once; empty when none is asked for.</summary>
    public IReadOnlyDictionary<(ConversionKind Kind, string Model), ChannelAttribution> ByChannel { get; init; } =
        new Dictionary<(ConversionKind, string), ChannelAttribution>();

    /// <summary>Why the models that look at many journeys say nothing; null when they do.</summary>
    public string? NoChannelModels { get; init; }

    /// <summary>Why a model of channels says nothing about few conversions.</summary>
    /// <param name="credited">What it found.</param>
    public static string TooFew(ChannelAttribution credited) =>
        $"not enough data: {credited.Conversions} conversions, at least {credited.Parameters.MinimumConversions} are needed";
}
