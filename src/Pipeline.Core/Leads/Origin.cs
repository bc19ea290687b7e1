using Pipeline.Events;
using Pipeline.Leads.Facts;

namespace Pipeline.Leads;

/// <summary>How a lead became known: by the earliest of its own identifying events, CRM facts and offline touches.</summary>
/// <param name="At">When; UTC.</param>
/// <param name="Email">Normalised e-mail address.</param>
/// <param name="LearnedAt">When that was received; UTC.</param>
internal sealed record Origin(DateTimeOffset At, string Email, DateTimeOffset LearnedAt)
{
    /// <summary>Finds it.</summary>
    /// <param name="first">First own event with an address; null when there is none.</param>
    /// <param name="facts">Facts stored under the lead.</param>
    /// <param name="at">Moment; later facts do not count.</param>
    /// <returns>Null when the lead is not known at that moment.</returns>
    public static Origin? Of(CapturedEvent? first, LeadFacts facts, DateTimeOffset at)
    {
        var uploaded = CrmView.Standing(facts.Crm, at)
            .Select(fact => (fact.Current.At, fact.Key, fact.Email, SaidAt: fact.FirstSaidAt))
            .Concat(facts.Touches.Where(touch => !touch.Removed && touch.At <= at)
                .Select(touch => (touch.At, touch.Key, touch.Email, SaidAt: touch.UploadedAt)))
            .OrderBy(fact => fact.At)
            .ThenBy(fact => fact.Key, StringComparer.Ordinal)
            .ToList();
        if (first is null && uploaded.Count == 0)
        {
            return null;
        }

        var since = first is null || (uploaded.Count > 0 && uploaded[0].At < first.OccurredAt) ? uploaded[0].At : first.OccurredAt;
        return new Origin(since, first?.Email ?? uploaded[0].Email, uploaded.Where(fact => fact.At == since).Select(fact => fact.SaidAt)
            .Concat(first?.OccurredAt == since ? [first.ReceivedAt] : [])
            .Min());
    }
}
