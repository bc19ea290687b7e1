using Pipeline.Attribution;
using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Time;

namespace Pipeline.Reports.Funnel;

/// <summary>Opens the numbers of the funnel: gives the visits, leads and deals behind each.</summary>
internal sealed class FunnelExplanations(ReportMaterial source, LeadRecords leadRecords, LocalTime localTime, ReportMoney money)
{
    private static readonly string[] Stages = [.. FunnelNumbers.Stages];

    private readonly ExplainedRows _rows = new(localTime, money);
    private readonly FunnelRows _own = new(localTime, money);
    private readonly VisitPages _pages = new(source, localTime, money);

    public async Task<ReportExplanation> ExplainAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        switch (query.Explain)
        {
            case FunnelNumbers.Rate:
                var (rate, parts) = await RateAsync(query, SectionOf(query), cancellationToken);
                return ExplainedParts.Join(query, rate, parts);
            case FunnelNumbers.Change:
                var (now, current) = await RateAsync(query, FunnelNumbers.Period, cancellationToken);
                var (before, previous) = await RateAsync(query, FunnelNumbers.Previous, cancellationToken);
                return ExplainedParts.Join(query, now - before, [.. current, .. previous]);
            case FunnelNumbers.Share:
                var stage = FunnelNumbers.Stage.In(query)!;
                var cohort = await OpenAsync(query, StageCounts.NameOf(ConversionKind.Lead), FunnelNumbers.Cohort, cancellationToken);
                var reached = await OpenAsync(query, stage, FunnelNumbers.Cohort, cancellationToken);
                return ExplainedParts.Join(
                    query, ReportMoney.Rate(reached.Sum, cohort.Sum), (stage, reached), (FunnelNumbers.Cohort, cohort));
            case FunnelNumbers.Visit:
                return await VisitsAsync(query, cancellationToken);
            case FunnelNumbers.MedianDays:
                var timed = await LeadsAsync(query, cancellationToken);
                return timed with { Value = StageCounts.Median(timed.Rows.Select(row => row.Exact)) };
            default:
                return await LeadsAsync(query, cancellationToken);
        }
    }

    private async Task<ReportExplanation> VisitsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        if (SectionOf(query) == FunnelNumbers.Cohort)
        {
            return ReportExplanation.Create(query, money, []);
        }

        var opened = await _pages.OpenAsync(PeriodOf(query), VisitsOf.People, _ => true, cancellationToken);
        return opened with { From = query.From, To = query.To };
    }

    private async Task<ReportExplanation> LeadsAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var asked = PeriodOf(query);
        var (start, end) = (localTime.StartOf(asked.From), localTime.NextMidnight(asked.To));
        var leads = await leadRecords.ListShortAsync(query.At, cancellationToken);
        return ReportExplanation.Create(query, money, query.Explain switch
        {
            FunnelNumbers.Reopened => _rows.Reopened(leads, start, end),
            FunnelNumbers.Deals => _own.Deals(leads, start, end),
            FunnelNumbers.MedianDays => _own.Durations(leads, FunnelNumbers.Stage.In(query)!, start, end),
            { } loss when FunnelNumbers.Losses.Contains(loss) => _own.Losses(leads, loss, Narrowing.Reason.In(query), start, end),
            _ when SectionOf(query) == FunnelNumbers.Cohort => _rows.Reached(
                leads.Where(lead => lead.CreatedAt >= start && lead.CreatedAt < end), StageCounts.KindOf(query.Explain!)),
            _ => _rows.Entries(leads, StageCounts.KindOf(query.Explain!), start, end),
        });
    }

    // The first stage has nothing to be divided by.
    private async Task<(decimal? Rate, IReadOnlyList<(string, ReportExplanation)> Parts)> RateAsync(
        ReportQuery query, string section, CancellationToken cancellationToken)
    {
        var place = Array.IndexOf(Stages, FunnelNumbers.Stage.In(query));
        var entries = await OpenAsync(query, Stages[place], section, cancellationToken);
        if (place <= (section == FunnelNumbers.Cohort ? 1 : 0))
        {
            return (null, [(Name(place), entries)]);
        }

        var before = await OpenAsync(query, Stages[place - 1], section, cancellationToken);
        return (ReportMoney.Rate(entries.Sum, before.Sum), [(Name(place), entries), (Name(place - 1), before)]);

        string Name(int stage) => section == FunnelNumbers.Period ? Stages[stage] : $"{section} {Stages[stage]}";
    }

    private Task<ReportExplanation> OpenAsync(ReportQuery query, string stage, string section, CancellationToken cancellationToken) =>
        ExplainAsync(ExplainedParts.Of(query, stage, (FunnelNumbers.Section.Name, section)), cancellationToken);

    private static string SectionOf(ReportQuery query) => FunnelNumbers.Section.In(query) ?? FunnelNumbers.Period;

    private static ReportQuery PeriodOf(ReportQuery query) => SectionOf(query) == FunnelNumbers.Previous
        ? query with { From = FunnelBuilder.PreviousFrom(query), To = query.From.AddDays(-1) }
        : query;
}
