using Pipeline.Attribution;
using Pipeline.Reporting.Tables;

namespace Pipeline.Reporting;

/// <summary>Credit for one kind of conversion in a period, models side by side.</summary>
public sealed record AttributionReport : IReport
{
    /// <summary>First local day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last local day; inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Time zone of the days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Kind of conversion.</summary>
    public required ConversionKind Kind { get; init; }

    /// <summary>Parameters of the models.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>One entry for each model.</summary>
    public required IReadOnlyList<AttributionModelResult> Models { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "attribution",
        ["kind", "model", "channel", "source", "medium", "campaign", "credit", "parameters"],
        [.. Models.SelectMany(model => model.Rows, (model, row) => (IReadOnlyList<object?>)
        [
            Kind.ToString().ToLowerInvariant(), model.Model, row.Channel, row.Source, row.Medium, row.Campaign, row.Credit, Parameters.ToString(),
        ])]);

    /// <summary>Sums rolled-up days.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="days">Rolled-up days of the period.</param>
    /// <param name="parameters">Parameters of the models.</param>
    /// <param name="at">Moment that the days are true at.</param>
    public static AttributionReport Build(ReportQuery query, IReadOnlyList<RolledUpDay> days, AttributionParameters parameters, DateTimeOffset at) =>
        new()
        {
            From = query.From,
            To = query.To,
            TimeZone = parameters.TimeZoneId,
            At = at,
            Kind = query.Kind,
            Parameters = parameters,
            Models = [.. query.Models.Select(model => AttributionModelResult.Sum(model, query.Kind, days))],
        };
}
