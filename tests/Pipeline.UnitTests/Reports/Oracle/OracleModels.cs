using System.Numerics;
using Pipeline.Attribution.Models;
using Touch = (System.DateTimeOffset At, (string Channel, string Source, string Medium, string Campaign) Name);

namespace Pipeline.UnitTests.Reports.Oracle;

// The models with their default weights, written down from their definitions in exact numbers.
internal static class OracleModels
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    // What each touch weighs; nothing at all when no touch gets a share.
    public static BigInteger[] Weigh(string model, IReadOnlyList<Touch> touches, OracleConversion one, DateTimeOffset createdAt)
    {
        var last = touches.Count - 1;
        var created = MilestoneOf(createdAt);
        var opened = one.OpenedAt is { } at ? MilestoneOf(at) : -1;
        return model switch
        {
            AttributionModels.First => Only(0),
            AttributionModels.Last => Only(last),
            AttributionModels.LastNonDirect =>
                Only(Enumerable.Range(0, touches.Count).LastOrDefault(place => touches[place].Name.Channel != "Direct", last)),
            AttributionModels.LeadCreation => Only(created),
            AttributionModels.Linear => [.. touches.Select(_ => BigInteger.One)],
            AttributionModels.Position => touches.Count == 1 ? [1] : touches.Count == 2 ? [1, 1]
                : [.. touches.Select((_, place) => place == 0 || place == last ? new BigInteger(40 * (touches.Count - 2)) : 20)],
            AttributionModels.UShaped => Milestones(20, (0, 40), (created, 40)),
            AttributionModels.WShaped => Milestones(10, (0, 30), (created, 30), (opened, 30)),
            AttributionModels.FullPath => Milestones(10, (0, 22.5m), (created, 22.5m), (opened, 22.5m), (last, 22.5m)),
            AttributionModels.TimeDecay =>
                [.. touches.Select(touch => new BigInteger(Math.Pow(2, 80 - ((Day(one.CreditedAt) - Day(touch.At)) / 7.0))))],
            _ => throw new ArgumentException(model, nameof(model)),
        };

        BigInteger[] Only(int chosen) => [.. touches.Select((_, place) => place == chosen ? BigInteger.One : 0)];

        // The latest touch at or before it. What is known by its date alone may lie after a conversion of that day.
        int MilestoneOf(DateTimeOffset moment) =>
            moment > one.CreditedAt && !(Day(moment) == Day(one.CreditedAt) && Day(moment.AddTicks(1)) > Day(moment)) ? -1
                : Enumerable.Range(0, touches.Count).LastOrDefault(place => touches[place].At <= moment, -1);

        // Those that did not happen leave their share to the others; so does the middle when there is none.
        BigInteger[] Milestones(decimal middle, params (int Touch, decimal Share)[] shares)
        {
            var happened = shares.Where(share => share.Touch >= 0).ToList();
            var own = happened.Select(share => share.Touch).ToHashSet();
            var between = Enumerable.Range(0, own.Max()).Where(place => place > 0 && !own.Contains(place)).ToHashSet();
            var sum = happened.Sum(share => share.Share);
            return [.. touches.Select((_, place) => new BigInteger(1000 * (between.Contains(place)
                ? middle * sum
                : happened
                    .Where(share => share.Touch == place)
                    .Sum(share => share.Share) * (between.Count == 0 ? 1 : (100 - middle) * between.Count))))];
        }
    }

    // Largest remainder, the earliest first.
    public static long[] Split(long total, IReadOnlyList<BigInteger> weights)
    {
        var sum = weights.Aggregate(BigInteger.Add);
        var exact = weights.Select(weight => BigInteger.DivRem(Math.Abs(total) * weight, sum)).ToList();
        var rest = (int)(Math.Abs(total) - exact.Aggregate(BigInteger.Zero, (all, part) => all + part.Quotient));
        var lucky = Enumerable.Range(0, weights.Count)
            .OrderByDescending(place => exact[place].Remainder)
            .ThenBy(place => place)
            .Take(rest)
            .ToHashSet();
        return [.. exact.Select((part, place) => Math.Sign(total) * ((long)part.Quotient + (lucky.Contains(place) ? 1 : 0)))];
    }

    // A refund repeats what the sale gave, as one growing sum.
    public static long[] SplitAmount(OracleConversion one, BigInteger[] weights)
    {
        if (one.Sale is not { } sale)
        {
            return Split(one.Cents, weights);
        }

        BigInteger[] given = sale > 0 ? [.. Split(sale, weights).Select(cents => new BigInteger(cents))] : weights;
        return [.. Split(one.RefundedEarlier + one.Cents, given).Zip(Split(one.RefundedEarlier, given), (now, before) => now - before)];
    }

    private static int Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime).DayNumber;
}
