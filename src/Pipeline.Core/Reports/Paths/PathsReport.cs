using Pipeline.Attribution;
using Pipeline.Tables;

namespace Pipeline.Reports.Paths;

/// <summary>Which ways lead to a conversion and which to nothing.</summary>
public sealed record PathsReport : IReport
{
    /// <summary>Most paths shown; the rest is one row.</summary>
    public const int MaxRows = 200;

    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Kind of conversion.</summary>
    public required ConversionKind Kind { get; init; }

    /// <summary>Currency of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Which touches count.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>Paths, most conversions first.</summary>
    public required IReadOnlyList<PathRow> Rows { get; init; }

    /// <summary>Sums over the rows.</summary>
    public required PathRow Total { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "paths",
        [
            RowColumns.RowType, "kind", PathsNumbers.Path.Name, PathsNumbers.Conversions, PathsNumbers.NonConversions, PathsNumbers.Rate,
            PathsNumbers.Amount, "currency",
            PathsNumbers.MedianDays, "parameters",
        ],
        [.. Rows.Append(Total).Select(row => (IReadOnlyList<object?>)
        [
            ReferenceEquals(row, Total) ? RowColumns.Total : RowColumns.Row, StageCounts.NameOf(Kind), ReferenceEquals(row, Total)
                ? null
                : row.Path, row.Conversions, row.NonConversions, row.Rate, row.Amount, Currency, row.MedianDays, Parameters.ToString(),
        ])]);
}
