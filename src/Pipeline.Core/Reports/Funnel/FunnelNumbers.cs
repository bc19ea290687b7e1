using Pipeline.Lifecycle;

namespace Pipeline.Reports.Funnel;

/// <summary>Numbers of the funnel.</summary>
public static class FunnelNumbers
{
    /// <summary>Visits: the first stage.</summary>
    public const string Visit = "visit";

    /// <summary>Entries into MQL after the first.</summary>
    public const string Reopened = NumberNames.Reopened;

    /// <summary>Won deals.</summary>
    public const string Deals = "deals";

    /// <summary>Entries of a stage divided by those of the one before.</summary>
    public const string Rate = NumberNames.Rate;

    /// <summary>Leads of the cohort that reached a stage, divided by all of it.</summary>
    public const string Share = NumberNames.Share;

    /// <summary>Rate minus that of the period before.</summary>
    public const string Change = "change";

    /// <summary>Median days from the stage before.</summary>
    public const string MedianDays = NumberNames.MedianDays;

    /// <summary>Section of entries in the period.</summary>
    public const string Period = "period";

    /// <summary>Section of entries in the period before.</summary>
    public const string Previous = "previous";

    /// <summary>Section of the leads created in the period.</summary>
    public const string Cohort = "cohort";

    private static readonly string[] Sections = [Period, Previous, Cohort];

    /// <summary>Stages in order, the visit first.</summary>
    public static IReadOnlyList<string> Stages { get; } = [Visit, .. StageCounts.Kinds.Select(StageCounts.NameOf)];

    /// <summary>Stages in which leads leave the funnel.</summary>
    public static IReadOnlyList<string> Losses { get; } = [StageNames.Lost, StageNames.Disqualified, StageNames.Recycled];

    /// <summary>Section of a row: <see cref="Period"/>, <see cref="Previous"/> or <see cref="Cohort"/>.</summary>
    public static Narrowing Section { get; } = new(
        "section", value => Sections.Contains(value) ? null : $"'{value}' is unknown. Use {string.Join(", ", Sections)}.");

    /// <summary>Stage of a row.</summary>
    public static Narrowing Stage { get; } = new(
        "stage", value => Stages.Contains(value) ? null : $"'{value}' is no stage of the funnel. Use {string.Join(", ", Stages)}.");

    /// <summary>All of them.</summary>
    public static ReportNumbers All { get; } = new(
    [
        .. Stages.Select(stage => new ReportNumber(stage, Section)),
        new(Reopened),
        new(Deals),
        .. Losses.Select(loss => new ReportNumber(loss, Narrowing.Reason)),
        new(Rate, Stage.Needed(), Section),
        new(Share, Stage.Needed()),
        new(Change, Stage.Needed()),
        new(MedianDays, Stage.Needed()),
    ]);
}
