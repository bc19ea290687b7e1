using Pipeline.Tables;

namespace Pipeline.Reports.Runway;

/// <summary>Planned against actual over the months of a year.</summary>
public sealed record RunwayReport : IReport
{
    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Currency of amount and cost.</summary>
    public required string Currency { get; init; }

    /// <summary>Margin in ROMI, percent.</summary>
    public required decimal MarginPercent { get; init; }

    /// <summary>Metrics in the order of the funnel.</summary>
    public required IReadOnlyList<RunwayLine> Lines { get; init; }

    /// <summary>Plan for the same months of next year, from the actual values of the months that are over.</summary>
    public required IReadOnlyList<SeededTarget> NextYear { get; init; }

    /// <summary>True to show <see cref="NextYear"/> as the table, ready to be uploaded as targets.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool ShowsNextYear { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => ShowsNextYear
        ? new ReportTable(
            "targets",
            [Narrowing.Month.Name, RunwayNumbers.Metric.Name, RunwayNumbers.Planned],
            [.. NextYear.Select(target => (IReadOnlyList<object?>)[target.Month.ToString(), target.Metric, target.Planned])])
        : new ReportTable(
            "runway",
            [
                Narrowing.Month.Name, RunwayNumbers.Metric.Name, RunwayNumbers.Planned, RunwayNumbers.Actual, RunwayNumbers.Variance,
                RunwayNumbers.VariancePercent,
                RunwayNumbers.CumulatedPlanned, RunwayNumbers.CumulatedActual, RunwayNumbers.CumulatedVariance,
                RunwayNumbers.CumulatedVariancePercent, "currency", "margin_percent",
            ],
            [.. Lines.SelectMany(line => line.Months, (line, cell) => (IReadOnlyList<object?>)
            [
                cell.Month.ToString(), line.Metric, cell.Planned, cell.Actual, cell.Variance, cell.VariancePercent, cell.CumulatedPlanned,
                cell.CumulatedActual,
                cell.CumulatedVariance, cell.CumulatedVariancePercent, Currency, MarginPercent,
            ])]);
}
