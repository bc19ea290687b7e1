using Pipeline.Attribution;

namespace Pipeline.Reporting;

/// <summary>What one channel brought.</summary>
/// <param name="Channel">Channel.</param>
/// <param name="Visits">Visits that started.</param>
/// <param name="Leads">Credited leads; a split credit is a fraction.</param>
/// <param name="Mql">Credited first entries into MQL.</param>
/// <param name="VisitorToLead">Leads divided by visits; null without visits.</param>
/// <param name="AutomaticVisits">Visits that machines started; they are not among <paramref name="Visits"/>.</param>
public sealed record ChannelRow(string Channel, long Visits, decimal Leads, decimal Mql, decimal? VisitorToLead, long AutomaticVisits = 0)
{
    /// <summary>Page views of visitors that may not be recognised; no part of <see cref="Visits"/>.</summary>
    public long AnonymousPageViews { get; init; }

    /// <summary>Sums rolled-up rows.</summary>
    /// <param name="channel">Name of the row.</param>
    /// <param name="rows">Rows to sum.</param>
    /// <param name="model">Model that credits.</param>
    public static ChannelRow Sum(string channel, IEnumerable<RollupRow> rows, string model)
    {
        long visits = 0, automatic = 0, leads = 0, mql = 0;
        foreach (var row in rows)
        {
            visits += row.Visits;
            automatic += row.AutomaticVisits;
            leads += row.Credits.GetValueOrDefault((ConversionKind.Lead, model)).Micro;
            mql += row.Credits.GetValueOrDefault((ConversionKind.Mql, model)).Micro;
        }

        var count = CreditTotal.Conversions(leads);
        return new ChannelRow(
            channel, visits, count, CreditTotal.Conversions(mql), visits == 0 ? null : Math.Round(count / visits, 4), automatic);
    }
}
