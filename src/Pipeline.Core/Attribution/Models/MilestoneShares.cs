namespace Pipeline.Attribution.Models;

internal static class MilestoneShares
{
    private const long Whole = 100_000;

    public static long Thousandths(decimal percent) => (long)(percent * 1000);

    public static void Weigh(EligibleTouches journey, MilestoneWeights shares, int milestones, Span<long> weights)
    {
        ReadOnlySpan<int> touches =
        [
            0,
            journey.TouchOf(journey.Milestones.LeadCreatedAt),
            milestones > 2 ? journey.TouchOf(journey.Milestones.OpportunityAt) : -1,
            milestones > 3 ? weights.Length - 1 : -1,
        ];
        ReadOnlySpan<long> given =
        [
            Thousandths(shares.FirstTouch),
            Thousandths(shares.LeadCreation),
            Thousandths(shares.Opportunity),
            Thousandths(shares.Close),
        ];

        var last = 0;
        var happened = 0L;
        for (var i = 0; i < touches.Length; i++)
        {
            last = Math.Max(last, touches[i]);
            happened += touches[i] < 0 ? 0 : given[i];
        }

        var between = 0;
        for (var touch = 1; touch < last; touch++)
        {
            between += touches.Contains(touch) ? 0 : 1;
        }

        var middle = Thousandths(shares.Middle);
        var scale = between == 0 ? 1 : (Whole - middle) * between;
        var sum = 0L;
        for (var i = 0; i < touches.Length; i++)
        {
            if (touches[i] >= 0)
            {
                var share = happened == 0 ? 1 : given[i];
                weights[touches[i]] += share * scale;
                sum += share;
            }
        }

        for (var touch = 1; touch < last && between > 0; touch++)
        {
            if (!touches.Contains(touch))
            {
                weights[touch] = middle * sum;
            }
        }
    }
}
