using FsCheck;
using FsCheck.Fluent;
using Pipeline.Events;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring;

/// <summary>What holds for any events.</summary>
public sealed class ScoringPropertyTests
{
    private const int Tests = 300;

    private static readonly string[] Pages = ["/", "/pricing", "/product/a", "/customers", "/jobs", "/demo", "/blog/x"];

    private static readonly ScoreEngine Engine = new(ScoringRules.Default, Berlin);

    /// <summary>One event: minutes after the start, what it is, visitor.</summary>
    private static readonly Gen<ScorableEvent> AnyEvent =
        from minute in Gen.Frequency((3, Gen.Choose(0, 300)), (2, Gen.Choose(0, 60 * 24 * 4)), (1, Gen.Choose(0, 60 * 24 * 120)))
        from kind in Gen.Choose(0, 9)
        from page in Gen.Choose(0, Pages.Length - 1)
        from seconds in Gen.Choose(0, 90)
        from automatic in Gen.Choose(0, 9)
        from id in Gen.Choose(0, 100_000)
        select Make(minute, kind, page, seconds, automatic == 0, id);

    private static readonly Arbitrary<ScorableEvent[]> AnyEvents =
        (from count in Gen.Choose(0, 60)
         from events in AnyEvent.ArrayOf(count)
         select events.DistinctBy(one => one.Event.Id).ToArray()).ToArbitrary();

    private static ScorableEvent Make(int minute, int kind, int page, int seconds, bool automatic, int id)
    {
        var at = Start.AddMinutes(minute);
        var one = kind switch
        {
            0 => Form(at, "contact"),
            1 => Form(at, "newsletter"),
            2 or 3 => Seen(at, $"page-{id % 7}", seconds, Pages[page]),
            4 => Event(EventType.Custom, at),
            _ => View(at, Pages[page]),
        };
        return new ScorableEvent(
            one.Event with { Id = $"e{id}", Automatic = automatic, Name = kind == 4 ? "unsubscribe" : null },
            page % 2 == 0 ? "Email" : "Direct");
    }

    private static IReadOnlyList<ScoreLine> LinesOf(IEnumerable<ScorableEvent> events) =>
        Engine.Lines([.. events.OrderBy(one => one.Event.Order)]);

    private static void Holds<T>(Arbitrary<T> arbitrary, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Tests), Prop.ForAll(arbitrary, property));

    private static Arbitrary<(ScorableEvent[] Events, int Seed)> WithSeed() =>
        AnyEvents.Generator.Zip(Gen.Choose(0, int.MaxValue - 1), (events, seed) => (events, seed)).ToArbitrary();

    [Fact]
    public void Ledger_AnyMoment_SumsToTheScore() => Holds(WithSeed(), world =>
    {
        var lines = LinesOf(world.Events);
        var random = new Random(world.Seed);
        var curve = new ScoreCurve(lines, ScoringRules.Default);
        return Enumerable.Range(0, 50).All(_ =>
        {
            var at = Start.AddMinutes(random.Next(-100, 60 * 24 * 200));
            var ledger = Engine.LedgerAt(lines, at);
            return Math.Abs(ledger.Lines.Sum(line => line.Points) - ledger.Score) < 1e-9
                && ledger.Lines.Sum(line => line.ShownPoints) == ledger.ShownScore
                && ledger.Lines.All(line => Math.Abs((double)line.ShownPoints - line.Points) < 0.01)
                && Math.Abs(curve.ScoreAt(at) - ledger.Score) < 1e-9
                && ledger.Score is >= 0 and <= 500;
        });
    });

    [Fact]
    public void Decay_NoNewEvents_NeverRaisesAScore() => Holds(WithSeed(), world =>
    {
        var lines = LinesOf(world.Events);
        var random = new Random(world.Seed);
        var at = Start.AddDays(121);
        var before = double.MaxValue;
        return Enumerable.Range(0, 50).All(_ =>
        {
            at = at.AddSeconds(random.Next(0, 200_000));
            var score = Engine.LedgerAt(lines, at).Score;
            var falls = score <= before;
            before = score;
            return falls;
        });
    });

    [Fact]
    public void Lines_UpToAMoment_DependOnTheEventsUpToItAlone() => Holds(WithSeed(), world =>
    {
        var at = Start.AddMinutes(new Random(world.Seed).Next(0, 60 * 24 * 10));
        var early = world.Events.Where(one => one.Event.OccurredAt <= at);
        return LinesOf(early).SequenceEqual(LinesOf(world.Events).TakeWhile(line => line.OccurredAt <= at));
    });

    [Fact]
    public void Lines_AutomaticEvents_ChangeNothing() => Holds(AnyEvents, events =>
        LinesOf(events.Where(one => !one.Event.Automatic)).SequenceEqual(LinesOf(events)));

    [Fact]
    public void Caps_EveryDayAndGroup_AreKept() => Holds(AnyEvents, events =>
    {
        var rules = ScoringRules.Default.Rules.ToDictionary(rule => rule.Id);
        var ofRules = LinesOf(events).Where(line => rules.ContainsKey(line.RuleId)).ToList();
        var days = ofRules.GroupBy(line => (line.RuleId, TimeZoneInfo.ConvertTime(line.OccurredAt, Berlin).Date));
        var groups = ofRules.GroupBy(line => (rules[line.RuleId].Group, TimeZoneInfo.ConvertTime(line.OccurredAt, Berlin).Date));
        return days.All(day => !(Math.Abs(day.Sum(line => line.Points)) > rules[day.Key.RuleId].DayCap + 1e-9))
            && groups.All(day => day.Key.Group is not { } name
                || day.Sum(line => line.Points) <= ScoringRules.Default.Groups.Single(group => group.Id == name).DayCap + 1e-9);
    });

    [Fact]
    public void Rank_AnyLaterMoment_OrdersLikeTheUncappedScore() => Holds(
        AnyEvents.Generator.Zip(AnyEvents.Generator, (first, second) => (first, second)).ToArbitrary(),
        pair =>
        {
            var first = new ScoreCurve(LinesOf(pair.first), ScoringRules.Default);
            var second = new ScoreCurve(LinesOf(pair.second), ScoringRules.Default);
            var keys = string.CompareOrdinal(
                RankIndex.Key(RankIndex.Of(LinesOf(pair.first), ScoringRules.Default.HalfLife)),
                RankIndex.Key(RankIndex.Of(LinesOf(pair.second), ScoringRules.Default.HalfLife)));
            return new[] { 121, 150, 300, 500 }.All(days =>
            {
                var a = Math.Max(0, first.SumAt(Start.AddDays(days)));
                var b = Math.Max(0, second.SumAt(Start.AddDays(days)));
                return Math.Abs(a - b) <= 1e-9 * Math.Max(a, b) || Math.Sign(b - a) == Math.Sign(keys);
            });
        });

    [Fact]
    public void NextFall_AnyThreshold_IsWhereTheScoreFallsBelowIt() => Holds(WithSeed(), world =>
    {
        var random = new Random(world.Seed);
        var curve = new ScoreCurve(LinesOf(world.Events), ScoringRules.Default);
        var threshold = 1 + (random.NextDouble() * 60);
        var after = Start.AddMinutes(random.Next(0, 60 * 24 * 30));
        if (curve.NextFall(threshold, after) is not { } fall)
        {
            return curve.ScoreAt(after) < threshold;
        }

        var ms = TimeSpan.FromMilliseconds(1);
        return fall > after && curve.ScoreAt(fall - ms) >= threshold && curve.ScoreAt(fall) < threshold;
    });
}
