using Pipeline.Tables;

namespace Pipeline.Reports.Funnel;

/// <summary>From visit to customer: how many entered each stage, how fast, and where it leaks.</summary>
public sealed record FunnelReport : IReport
{
    /// <inheritdoc/>
    public required DateOnly From { get; init; }

    /// <inheritdoc/>
    public required DateOnly To { get; init; }

    /// <summary>First day of the period before, of the same length.</summary>
    public required DateOnly PreviousFrom { get; init; }

    /// <summary>Moment that the report is true at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Time zone of the days.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What <see cref="Steps"/> count.</summary>
    public string StepsLabel { get; init; } = "entries in the period, whenever the lead was created";

    /// <summary>Stages in order.</summary>
    public required IReadOnlyList<FunnelStep> Steps { get; init; }

    /// <summary>What <see cref="Cohort"/> counts.</summary>
    public string CohortLabel { get; init; } = "leads created in the period, stages reached until now";

    /// <summary>Stages in order, of the leads created in the period.</summary>
    public required IReadOnlyList<CohortStep> Cohort { get; init; }

    /// <summary>Entries into MQL that were not the first of their lead.</summary>
    public required long Reopened { get; init; }

    /// <summary>Won deals of the period; a customer may have several.</summary>
    public required long Deals { get; init; }

    /// <summary>Reasons of loss, most frequent first.</summary>
    public required IReadOnlyList<LossReason> LossReasons { get; init; }

    /// <summary>Stage whose rate fell most against the period before; null when none fell.</summary>
    public required string? Leak { get; init; }

    /// <inheritdoc/>
    public ReportTable ToTable() => new(
        "funnel",
        [
            FunnelNumbers.Section.Name, FunnelNumbers.Stage.Name, Narrowing.Reason.Name, FunnelNumbers.Entries,
            FunnelNumbers.Rate, FunnelNumbers.Share, FunnelNumbers.PreviousEntries, FunnelNumbers.PreviousRate, FunnelNumbers.Change,
            FunnelNumbers.MedianDays,
        ],
        [
            .. Steps.Select(step => (IReadOnlyList<object?>)
            [
                FunnelNumbers.Period, step.Stage, null, step.Entries, step.Rate, null, step.PreviousEntries, step.PreviousRate, step.Change,
                step.MedianDays,
            ]),
            [FunnelNumbers.Period, FunnelNumbers.Reopened, null, Reopened, null, null, null, null, null, null],
            [FunnelNumbers.Period, FunnelNumbers.Deals, null, Deals, null, null, null, null, null, null],
            .. Cohort.Select(step => (IReadOnlyList<object?>)
            [
                FunnelNumbers.Cohort, step.Stage, null, step.Leads, step.Rate, step.Share, null, null, null, null,
            ]),
            .. LossReasons.Select(
                loss => (IReadOnlyList<object?>)
                [
                    FunnelNumbers.Loss, loss.Stage, loss.Reason, loss.Leads, null, null, null, null, null, null,
                ]),
        ]);
}
