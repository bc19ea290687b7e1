using Pipeline.Imports;
using Pipeline.Imports.Columns;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Text;

namespace Pipeline.Uploads;

/// <summary>Uploads of targets: what is planned for a month and metric; a later upload replaces it.</summary>
public sealed class TargetImport(ITargetStore targets) : IImport<TargetFact>
{
    private const int Parallelism = 8;

    /// <inheritdoc/>
    public ImportTable Table { get; } = new(
        "/api/targets",
        [
            new ImportColumn("month", true, "mois", "monat", "date"),
            new ImportColumn("metric", true, "metrique", "kennzahl", "kpi"),
            new ImportColumn("planned", true, "plan", "target", "objectif", "prevu", "ziel"),
        ],
        ["month", "metric", "planned"]);

    /// <inheritdoc/>
    public TargetFact? Read(ImportRow row)
    {
        if (!row.Has("month"))
        {
            row.Fault(Problem.Missing, "month", "is required; fill it in.");
        }

        if (!row.Has("planned"))
        {
            row.Fault(Problem.Missing, "planned", "is required; fill it in.");
        }

        var month = row.Month("month");
        var metric = Metric(row);
        // Dividing by a one with many zeros takes the trailing zeros away, which are no part of the value.
        var planned = row.Number("planned", 0, 1_000_000_000_000m);
        return month is null || metric is null || planned is null
            ? null
            : new TargetFact
            {
                Version = 1,
                Month = month.Value,
                Metric = metric,
                Planned = planned.Value / 1.0000000000000000000000000000m,
                UploadedAt = row.Upload.At,
            };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RowOutcome>> StoreAsync(
        IReadOnlyList<ImportedRow<TargetFact>> rows, ImportUpload upload, CancellationToken cancellationToken)
    {
        var last = rows.GroupBy(row => (row.Value.Month, row.Value.Metric)).Select(same => same.Last().Value).ToList();
        var changes = await ParallelReads.SelectAsync(
            last, Parallelism, (target, token) => targets.PutTargetAsync(target, upload.Settings.DryRun, token), cancellationToken);
        var changed = last.Zip(changes).Where(item => item.Second).Select(item => item.First).ToHashSet();
        var counts = last.ToDictionary(target => (target.Month, target.Metric));
        return
        [
            .. rows.Select(row => changed.Contains(row.Value) ? RowOutcome.Taken
                : counts[(row.Value.Month, row.Value.Metric)].Planned != row.Value.Planned ? RowOutcome.Replaced
                : RowOutcome.Unchanged),
        ];
    }

    private static string? Metric(ImportRow row)
    {
        if (row.RequiredText("metric") is not { } text)
        {
            return null;
        }

        var metric = TargetMetrics.All.FirstOrDefault(known => TextFold.Fold(known) == TextFold.Fold(text));
        if (metric is null)
        {
            row.Fault(Problem.Invalid, "metric", $"must be one of {string.Join(", ", TargetMetrics.All)}; rates follow from them.");
        }

        return metric;
    }
}
