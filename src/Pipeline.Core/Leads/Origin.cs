using Pipeline.Events;
using Pipeline.Leads.Facts;

namespace Pipeline.Leads;

/// <summary>How a lead became known: by the earliest of its own identifying events, CRM facts and offline touches.</summary>
/// <param name="At">When; UTC.</param>
/// <param name="Email">Normalised e-mail address.</param>
internal sealed record Origin(DateTimeOffset At, string Email)
{
    /// <summary>Finds it.</summary>
    /// <param name="first">First own event with an address; null when there is none.</param>
    /// <param name="facts">Facts stored under the lead.</param>
    /// <param name="at">Moment; later facts do not count.</param>
    /// <returns>Null when the lead is not known at that moment.</returns>
    public static Origin? Of(CapturedEvent? first, LeadFacts facts, DateTimeOffset at)
    {
        var uploaded = CrmView.Standing(facts.Crm, at).Select(fact => (fact.Current.At, fact.Key, fact.Email))
            .Concat(facts.Touches.Where(touch => !touch.Removed && touch.At <= at).Select(touch => (touch.At, touch.Key, touch.Email)))
            .OrderBy(fact => fact.At)
            .ThenBy(fact => fact.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (first is null)
        {
            return uploaded.Email is null ? null : new Origin(uploaded.At, uploaded.Email);
        }

        return new Origin(uploaded.Email is not null && uploaded.At < first.OccurredAt ? uploaded.At : first.OccurredAt, first.Email!);
    }
}
