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
        DateTimeOffset createdAt,
        StageHistory stages,
        IReadOnlyList<StageFact> facts,
        LeadHistory history,
        IReadOnlyList<Touch> journey,
        LocalTime localTime,
        DateTimeOffset at)
    {
        var conversions = new List<LeadConversion> { Own(ConversionKind.Lead, createdAt) };
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
                .Select(fact => (DateTimeOffset?)fact.At);
            var scored = stages.Transitions.FirstOrDefault(one => one.Stage == stage && one.Cause == StageCause.Score)?.At;
            if (told.Append(scored).Min() is { } reached)
            {
                conversions.Add(Own(kind, reached));
            }
        }

        LeadConversion Own(ConversionKind kind, DateTimeOffset reached) => Make(
            new DealConversion(
                new Conversion { Id = $"{leadId}|{kind.ToString().ToLowerInvariant()}", LeadId = leadId, Kind = kind, At = reached },
                null,
                0),
            null);

        LeadConversion Make(DealConversion deal, DateTimeOffset? openedAt)
        {
            var credited = deal.RefundOf ?? deal.Conversion;
            return new LeadConversion
            {
                Conversion = deal.Conversion,
                Day = LocalTime.Text(localTime.DayOf(deal.Conversion.At)),
                Touches = [.. journey.Where(touch => touch.At <= credited.At)],
                LeadCreatedAt = createdAt,
                OpportunityAt = openedAt,
                RefundOf = deal.RefundOf,
                RefundedEarlier = deal.RefundedEarlier,
            };
        }
    }
}
