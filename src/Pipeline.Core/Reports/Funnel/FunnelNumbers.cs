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

    /// <summary>Column of entries: of a stage, of what leaves the funnel, <see cref="Reopened"/> or <see cref="Deals"/>.</summary>
    public const string Entries = "entries";

    /// <summary>Column of entries in the period before.</summary>
    public const string PreviousEntries = "previous_entries";

    /// <summary>Column of the rate of the period before.</summary>
    public const string PreviousRate = "previous_rate";

    /// <summary>Leads of a stage of the cohort, or that left the funnel.</summary>
    public const string Leads = NumberNames.Leads;

    /// <summary>Section of entries in the period.</summary>
    public const string Period = "period";

    /// <summary>Section of entries in the period before.</summary>
    public const string Previous = "previous";

    /// <summary>Section of the leads created in the period.</summary>
    public const string Cohort = "cohort";

    /// <summary>Section of the lines of leads that left the funnel.</summary>
    public const string Loss = "loss";

    private static readonly string[] Sections = [Period, Previous, Cohort];

    /// <summary>Stages in order, the visit first.</summary>
    public static IReadOnlyList<string> Stages { get; } = [Visit, .. StageCounts.Kinds.Select(StageCounts.NameOf)];

    /// <summary>Stages in which leads leave the funnel.</summary>
    public static IReadOnlyList<string> Losses { get; } = [StageNames.Lost, StageNames.Disqualified, StageNames.Recycled];

    /// <summary>Section of a row: <see cref="Period"/>, <see cref="Previous"/> or <see cref="Cohort"/>.</summary>
    public static Narrowing Section { get; } = OfSection(Sections);

    /// <summary>Stage of a row.</summary>
    public static Narrowing Stage { get; } = OfStage(Stages);

    // What the report counts line by line; not all of it is a stage that follows another.
    private static Narrowing Line { get; } = OfStage([.. Stages, Reopened, Deals, .. Losses]);

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
        new(Entries, Line.Needed(), OfSection([.. Sections, Loss]), Narrowing.Reason) { Opens = OpenEntries },
        new(PreviousEntries, Stage.Needed()) { Opens = row => Stage.TakeFrom(Of(Previous, row)) },
        new(PreviousRate, Stage.Needed())
        {
            Opens = row =>
            {
                Of(Previous, row);
                return Rate;
            },
        },
        new(Leads, Line.Needed(), Narrowing.Reason)
        {
            Opens = row => Line.TakeFrom(Stages.Contains(row[Line.Name]) ? Of(Cohort, row) : row),
        },
    ]);

    private static Narrowing OfSection(IReadOnlyList<string> known) => new(
        "section", value => known.Contains(value) ? null : $"'{value}' is unknown. Use {string.Join(", ", known)}.");

    private static string OpenEntries(IDictionary<string, string> row)
    {
        if (row.TryGetValue(Section.Name, out var section) && section is Period or Loss)
        {
            row.Remove(Section.Name);
        }

        return Line.TakeFrom(row);
    }

    private static Narrowing OfStage(IReadOnlyList<string> known) => new(
        "stage", value => known.Contains(value) ? null : $"'{value}' is no stage of the funnel. Use {string.Join(", ", known)}.");

    private static IDictionary<string, string> Of(string section, IDictionary<string, string> row)
    {
        row[Section.Name] = section;
        return row;
    }
}
