using Pipeline.Attribution;
using Pipeline.Crm;
using Pipeline.Leads.Facts;
using Pipeline.Lifecycle;
using Pipeline.Time;

namespace Pipeline.Leads;

/// <summary>Finds the conversions of a lead, each with the touches before it.</summary>
internal static class LeadConversions
{
    public static IReadOnlyList<LeadConversion> Of(
        string leadId,
        Origin origin,
        StageHistory stages,
        IReadOnlyList<StageFact> facts,
        LeadHistory history,
        LeadJourney journey,
        LocalTime localTime,
        DateTimeOffset at)
    {
        var conversions = new List<LeadConversion> { Own(ConversionKind.Lead, origin.At, origin.LearnedAt) };
        AddStage(ConversionKind.Mql, StageNames.Mql);
        AddStage(ConversionKind.Sql, StageNames.Sql);
        foreach (var deal in CrmView.Deals(leadId, history, at))
        {
            conversions.AddRange(deal.Conversions(leadId).Select(conversion => Make(conversion, deal.OpenedAt ?? deal.Milestone)));
        }

        return [.. conversions.OrderBy(conversion => conversion.Conversion.At).ThenBy(conversion => conversion.Conversion.Kind)
            .ThenBy(conversion => conversion.Conversion.Id, StringComparer.Ordinal)];

        void AddStage(ConversionKind kind, string stage)
        {
            // What sales said and took back was never reached; by its score a lead was there, whatever came later.
            var told = facts.Where(fact => (fact.CountsAs ?? fact.Stage) == stage && fact.At <= at && !(fact.TakenBackAt <= at))
                .Select(fact => (fact.At, LearnedAt: fact.SaidAt ?? fact.At));
            var scored = stages.Transitions.Where(one => one.Stage == stage && one.Cause == StageCause.Score).Take(1)
                .Select(one => (one.At, LearnedAt: journey.LearnedAt(one.At)));
            if (told.Concat(scored).Order().FirstOrDefault() is { At: var reached, LearnedAt: var learned } && reached != default)
            {
                conversions.Add(Own(kind, reached, learned));
            }
        }

        LeadConversion Own(ConversionKind kind, DateTimeOffset reached, DateTimeOffset learned) => Make(
            new DealConversion(
                new Conversion { Id = $"{leadId}|{kind.ToString().ToLowerInvariant()}", LeadId = leadId, Kind = kind, At = reached },
                null,
                0,
                learned),
            null);

        LeadConversion Make(DealConversion deal, DateTimeOffset? openedAt)
        {
            var credited = deal.RefundOf ?? deal.Conversion;
            return new LeadConversion
            {
                Conversion = deal.Conversion,
                Day = LocalTime.Text(localTime.DayOf(deal.Conversion.At)),
                Touches = journey.Before(credited.At, deal.LearnedAt),
                LeadCreatedAt = origin.At,
                OpportunityAt = openedAt,
                RefundOf = deal.RefundOf,
                RefundedEarlier = deal.RefundedEarlier,
            };
        }
    }
}
