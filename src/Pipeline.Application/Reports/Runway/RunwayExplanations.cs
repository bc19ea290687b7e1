using Pipeline.Attribution;
using Pipeline.Money;
using Pipeline.Reports.Explanations;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.Reports.Runway;

/// <summary>
/// Opens the numbers of the runway: an actual one as its visits, leads, deals and costs, a planned one as the rows of targets that it sums,
/// a rate or variance as the rows of the numbers that it is computed from.
/// </summary>
internal sealed class RunwayExplanations(
    ReportMaterial source, LeadRecords leadRecords, ReportCosts costs, ITargetStore targets, LocalTime localTime, ReportMoney money)
{
    private readonly ExplainedRows _rows = new(localTime, money);
    private readonly VisitPages _pages = new(source, localTime, money);

    /// <summary>Opens a number.</summary>
    /// <param name="query">What is asked for.</param>
    public async Task<ReportExplanation> ExplainAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var months = RunwayBuilder.MonthsOf(query);
        var asked = query with { From = months[0].FirstDay, To = months[^1].LastDay };
        if (TargetMetrics.All.Contains(query.Explain!))
        {
            var (start, end) = Narrowing.MonthIn(query, asked.From, asked.To);
            return await ActualAsync(query with { From = start, To = end }, cancellationToken);
        }

        var metric = RunwayNumbers.Metric.In(query) ?? query.Explain!;
        var month = Narrowing.MonthIn(query);
        if (query.Explain == RunwayNumbers.NextYear)
        {
            return await SeededAsync(asked, metric, month!.Value, months, cancellationToken);
        }

        if (month < months[0] || month > months[^1])
        {
            return Empty(asked, $"the runway shows the months {months[0]} to {months[^1]} alone");
        }

        var isCumulated = query.Explain is RunwayNumbers.CumulatedPlanned
            or RunwayNumbers.CumulatedActual
            or RunwayNumbers.CumulatedVariance
            or RunwayNumbers.CumulatedVariancePercent;
        if (isCumulated && metric == RunwayNumbers.VisitGrowth)
        {
            return Empty(asked, "growth is from one month to the next: it is not cumulated");
        }

        var (from, to) = isCumulated || month is null ? (months[0], month ?? Last(months, query)) : (month.Value, month.Value);
        switch (query.Explain)
        {
            case RunwayNumbers.Planned or RunwayNumbers.CumulatedPlanned:
                var (planned, aims) = await NumberAsync(asked, metric, from, to, isPlanned: true, cancellationToken);
                return ExplainedParts.Join(asked, planned, aims);
            case RunwayNumbers.Variance or RunwayNumbers.CumulatedVariance:
            case RunwayNumbers.VariancePercent or RunwayNumbers.CumulatedVariancePercent:
                var (actual, reached) = await NumberAsync(asked, metric, from, to, isPlanned: false, cancellationToken);
                var (plan, aimed) = await NumberAsync(asked, metric, from, to, isPlanned: true, cancellationToken);
                var difference = query.Explain is RunwayNumbers.Variance or RunwayNumbers.CumulatedVariance
                    ? actual - plan
                    : RunwayBuilder.Percent(actual - plan, plan);
                return ExplainedParts.Join(asked, difference, [.. reached, .. aimed]);
            default:
                var (value, parts) = await NumberAsync(asked, metric, from, to, isPlanned: false, cancellationToken);
                return ExplainedParts.Join(asked, value, parts);
        }
    }

    // Of months that are whole; of none when the period begins after its end.
    private async Task<ReportExplanation> ActualAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        if (query.From > query.To)
        {
            return Build(query, []);
        }

        switch (query.Explain)
        {
            case TargetMetrics.Visits:
                return await _pages.OpenAsync(query, VisitsOf.People, _ => true, cancellationToken);
            case TargetMetrics.Amount:
                var journeys = await source.JourneysAsync(query, cancellationToken);
                return Build(query, _rows.Conversions(journeys.Where(item => item.Journey.Conversion.Kind == ConversionKind.Customer)));
            case TargetMetrics.Cost:
                return Build(query, _rows.Costs((await costs.ListAsync(query, cancellationToken)).Where(cost => IsPast(cost, query))));
            default:
                var (start, end) = (localTime.StartOf(query.From), localTime.NextMidnight(query.To));
                var leads = await leadRecords.ListShortAsync(query.At, cancellationToken);
                return Build(query, _rows.Entries(leads, RunwayBuilder.KindOf(query.Explain!), start, end));
        }
    }

    private async Task<ReportExplanation> SeededAsync(
        ReportQuery query, string metric, Month month, IReadOnlyList<Month> months, CancellationToken cancellationToken)
    {
        if (!TargetMetrics.All.Contains(metric))
        {
            return Empty(query, $"plans are of {string.Join(", ", TargetMetrics.All)}: {metric} follows from them");
        }

        var model = months.FirstOrDefault(shown => shown.Plus(12) == month);
        if (model == default || !RunwayBuilder.IsOver(model, localTime, source.MomentOf(query)))
        {
            return Empty(query, "next year's plan has the months that the runway shows and that are over, a year later");
        }

        var (actual, parts) = await NumberAsync(query, metric, model, model, isPlanned: false, cancellationToken);
        return ExplainedParts.Join(query, RunwayBuilder.Seed(actual), parts);
    }

    // The last month that has begun: those to come have no actual number.
    private Month Last(IReadOnlyList<Month> months, ReportQuery query) => query.Explain == RunwayNumbers.Planned
        ? months[^1]
        : months.LastOrDefault(month => localTime.StartOf(month.FirstDay) <= source.MomentOf(query), months[0]);

    private async Task<(decimal? Value, IReadOnlyList<(string Name, ReportExplanation Part)> Parts)> NumberAsync(
        ReportQuery query, string metric, Month from, Month to, bool isPlanned, CancellationToken cancellationToken)
    {
        if (metric == RunwayNumbers.VisitGrowth)
        {
            var now = await PlainAsync(query, TargetMetrics.Visits, from, to, isPlanned, cancellationToken);
            var before = await PlainAsync(query, TargetMetrics.Visits, from.Plus(-1), to.Plus(-1), isPlanned, cancellationToken);
            return (ReportMoney.Rate(
                now.Value - before.Value, before.Value), [now.Part, ("before: " + before.Part.Name, before.Part.Part)]);
        }

        if (metric == RunwayNumbers.Romi)
        {
            var amount = await PlainAsync(query, TargetMetrics.Amount, from, to, isPlanned, cancellationToken);
            var cost = await PlainAsync(query, TargetMetrics.Cost, from, to, isPlanned, cancellationToken);
            return (RunwayBuilder.RomiOf(amount.Value, query.MarginPercent, cost.Value), [amount.Part, cost.Part]);
        }

        if (RunwayBuilder.RateOf(metric) is not var (of, by))
        {
            var plain = await PlainAsync(query, metric, from, to, isPlanned, cancellationToken);
            return (plain.Value, [plain.Part]);
        }

        var (dividend, divisor) = (
            await PlainAsync(
                query, of, from, to, isPlanned, cancellationToken), await PlainAsync(query, by, from, to, isPlanned, cancellationToken));
        return (ReportMoney.Rate(dividend.Value, divisor.Value), [dividend.Part, divisor.Part]);
    }

    private async Task<(decimal? Value, (string Name, ReportExplanation Part) Part)> PlainAsync(
        ReportQuery query, string metric, Month from, Month to, bool isPlanned, CancellationToken cancellationToken)
    {
        var period = query with { From = from.FirstDay, To = to.LastDay, Explain = metric };
        var isMoney = metric is TargetMetrics.Amount or TargetMetrics.Cost;
        if (isPlanned)
        {
            var plan = (await targets.ListTargetsAsync(period.From, period.To, cancellationToken))
                .Where(target => target.Metric == metric)
                .ToList();
            var found = Build(period, plan.Select(target => Row(target, isMoney)));
            return (plan.Count == 0 ? null : ValueOf(found, isMoney), ($"{RunwayNumbers.Planned} {metric}", found));
        }

        var part = await ActualAsync(period, cancellationToken);
        return (localTime.StartOf(to.FirstDay) > source.MomentOf(query) ? null : ValueOf(part, isMoney), (metric, part));
    }

    // A month to come has no actual number, though its cost may be known.
    private bool IsPast(CostLine cost, ReportQuery query) => localTime.StartOf(Month.Of(cost.Day).FirstDay) <= source.MomentOf(query);

    private ReportExplanation Build(ReportQuery query, IEnumerable<ExplainedRow> found) => ReportExplanation.Create(query, money, found);

    private ReportExplanation Empty(ReportQuery query, string note) => Build(query, []) with { Note = note };

    private static decimal ValueOf(ReportExplanation part, bool isMoney) => isMoney ? part.Amount : part.Sum;

    private ExplainedRow Row(TargetFact target, bool isMoney) => new()
    {
        Day = target.Month.FirstDay,
        At = localTime.StartOf(target.Month.FirstDay),
        Id = $"{target.Month} {target.Metric}",
        Detail = target.Metric,
        Credit = isMoney ? 0 : target.Planned,
        Amount = isMoney ? target.Planned : 0,
    };
}
