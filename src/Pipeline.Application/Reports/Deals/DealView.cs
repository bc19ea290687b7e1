using Pipeline.Money;

namespace Pipeline.Reports.Deals;

/// <summary>One deal by every model, touch by touch: the report of attribution shows it for <c>deal=</c>.</summary>
public sealed class DealView(ReportMaterial source, ReportMoney money)
{
    /// <summary>Builds the view. Without a period the last <see cref="ReportQuery.MaxDays"/> days are looked through.</summary>
    /// <param name="query">What is asked for.</param>
    public async Task<DealReport> BuildAsync(ReportQuery query, CancellationToken cancellationToken)
    {
        var wide = query.HasPeriod ? query : query with { From = query.To.AddDays(1 - ReportQuery.MaxDays) };
        var journeys = await source.JourneysAsync(wide, cancellationToken);
        return DealBuilder.Build(
            wide, journeys.Where(item => DealBuilder.IsOf(item.Journey.Conversion, query.Deal!)), money, source.MomentOf(query));
    }
}
