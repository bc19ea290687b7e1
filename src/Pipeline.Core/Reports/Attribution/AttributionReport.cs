using Pipeline.Attribution;
using Pipeline.Rollups;
using Pipeline.Tables;

namespace Pipeline.Reports.Attribution;

/// <summary>Credit for one kind of conversion in a period, models side by side.</summary>
public sealed record AttributionReport : IReport
{
    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>Time zone of the days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Kind of conversion.</summary>
    public required ConversionKind Kind { get; init; }

    /// <summary>Currency of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Parameters of the models.</summary>
    public required AttributionParameters Parameters { get; init; }

    /// <summary>Days that say something else than when they were first complete.</summary>
    public required IReadOnlyList<Restatement> Restated { get; init; }

    /// <summary>One entry for each model.</summary>
    public required IReadOnlyList<AttributionModelResult> Models { get; init; }

    /// <summary>
    /// One row for each source with a credit and an amount for each model; a model by channel alone fills the rows that name a channel
    /// alone.
    /// </summary>
    public ReportTable ToTable()
    {
        var keys = Models.SelectMany(model => model.Rows).Select(KeyOf).Distinct()
            .OrderBy(key => key.Channel, StringComparer.Ordinal)
            .ThenBy(key => key.Source, StringComparer.Ordinal)
            .ThenBy(key => key.Medium, StringComparer.Ordinal)
            .ThenBy(key => key.Campaign, StringComparer.Ordinal);
        var byModel = Models.Select(model => model.Rows.ToDictionary(KeyOf)).ToList();
        return new ReportTable(
            "attribution",
            [
                RowColumns.RowType, "from", "to", "kind", "channel", "source", "medium", "campaign",
                .. Models.SelectMany(model => new[] { model.Model, model.Model + "_amount" }), "currency", "parameters",
            ],
            [
                .. keys.Select(key => (IReadOnlyList<object?>)
                [
                    RowColumns.Row, From, To, KindName, key.Channel, key.Source, key.Medium, key.Campaign,
                    .. byModel.SelectMany(rows => rows.TryGetValue(key, out var row)
                        ? new object?[] { row.Credit, row.Amount }
                        : [null, null]),
                    Currency, Parameters.ToString(),
                ]),
                [
                    RowColumns.Total, From, To, KindName, null, null, null, null,
                    .. Models.SelectMany(model => new object?[] { model.Attributed, model.AttributedAmount }), Currency,
                    Parameters.ToString(),
                ],
            ]);
    }

    private string KindName => Kind.ToString().ToLowerInvariant();

    private static AttributionRow KeyOf(AttributionRow row) => row with { Credit = 0, Amount = 0 };
}
