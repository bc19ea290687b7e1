using System.Globalization;
using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Time;

namespace Pipeline.Leads;

/// <summary>
/// What browsers claimed about a lead, and since when it is confirmed: by a row of the CRM, by an event of a server that names the lead, by
/// a click in an e-mail to it that landed in one of its visits, or because forms for it were received on two days.
/// </summary>
/// <param name="ConfirmedAt">Since when; null while nothing confirms it.</param>
/// <param name="Fills">Form fills and identifies of browsers that name the lead, in event order.</param>
public sealed record LeadClaims(DateTimeOffset? ConfirmedAt, IReadOnlyList<CapturedEvent> Fills)
{
    /// <summary>Works out the claims of a lead.</summary>
    /// <param name="owned">Its events, in event order.</param>
    /// <param name="crm">Its CRM facts that stand.</param>
    /// <param name="receipts">Knows its visits.</param>
    /// <param name="localTime">Cuts local days.</param>
    internal static LeadClaims Of(
        string leadId, IReadOnlyList<OwnedEvent> owned, IEnumerable<CrmFact> crm, VisitReceipts receipts, LocalTime localTime)
    {
        var fills = owned.Select(item => item.Event)
            .Where(captured => captured.LeadId == leadId && captured.IsOfBrowser && captured.Type is EventType.Form or EventType.Identify)
            .ToList();
        var secondDay = fills.Find(fill => localTime.DayOf(fill.ReceivedAt) != localTime.DayOf(fills[0].ReceivedAt))?.OccurredAt;
        var server = owned.FirstOrDefault(item => item.Event.LeadId == leadId && !item.Event.IsOfBrowser)?.Event.OccurredAt;
        var click = owned.FirstOrDefault(item =>
            item is { Event: { Type: EventType.Click, VisitorId: null, Automatic: false }, TouchId: { } touch }
                && receipts.Has(touch))?.Event.OccurredAt;
        var row = crm.Select(fact => (DateTimeOffset?)fact.Current.At).Min();
        return new LeadClaims(new[] { secondDay, server, click, row }.Min(), fills);
    }

    /// <summary>
    /// What whoever gets the lead should know before they believe it; null when it is confirmed or no browser claimed anything.
    /// </summary>
    /// <param name="visits">Visits of the lead.</param>
    /// <param name="at">Moment; "today" is its local day.</param>
    /// <param name="localTime">Cuts local days.</param>
    /// <returns>For example <c>one visit, unverified, 9 fills from 7 browsers today</c>.</returns>
    internal string? Caution(int visits, DateTimeOffset at, LocalTime localTime)
    {
        if (ConfirmedAt is not null || Fills.Count == 0)
        {
            return null;
        }

        var today = Fills.Where(fill => localTime.DayOf(fill.ReceivedAt) == localTime.DayOf(at)).ToList();

        // A fill without a visitor may come from any browser.
        var browsers = today.Select(fill => fill.VisitorId ?? fill.Id).Distinct(StringComparer.Ordinal).Count();
        var parts = new[] { Count(visits, "visit"), "unverified" };
        return string.Join(
            ", ", today.Count == 0 ? parts : parts.Append($"{Count(today.Count, "fill")} from {Count(browsers, "browser")} today"));
    }

    private static string Count(int number, string what) => number switch
    {
        0 => $"no {what}",
        1 => $"one {what}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{number} {what}s"),
    };
}
