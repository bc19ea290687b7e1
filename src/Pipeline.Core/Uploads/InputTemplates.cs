using Pipeline.Tables;

namespace Pipeline.Uploads;

/// <summary>Templates of costs and targets: every column and rows that an upload would take.</summary>
public static class InputTemplates
{
    /// <summary>Costs: a day of media, and a year's tool whose cost is split over its days.</summary>
    public static ReportTable Costs { get; } = new(
        "costs",
        ["date", "from", "to", "channel", "source", "campaign", "amount", "currency", "rate", "kind", "id"],
        [
            [new DateOnly(2026, 3, 1), null, null, "Paid Search", "google", "spring", 120.50m, "EUR", null, "media", null],
            [null, new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), "E-mail", null, null, 600m, "USD", 0.92m, "tech", "INV-17"],
        ]);

    /// <summary>Targets of one month.</summary>
    public static ReportTable Targets { get; } = new(
        "targets",
        ["month", "metric", "planned"],
        [.. TargetMetrics.All.Zip(
            [2000m, 60m, 20m, 12m, 8m, 5m, 60000m, 9000m], (metric, planned) => (IReadOnlyList<object?>)["2026-03", metric, planned])]);
}
