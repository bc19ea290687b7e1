using FsCheck;
using FsCheck.Fluent;
using Pipeline.Lifecycle;
using Pipeline.Scoring;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Lifecycle;

public sealed class StagePropertyTests
{
    private static readonly Gen<ScoreLine> AnyLine =
        from minute in Gen.Choose(-10_000, 60 * 24 * 200)
        from points in Gen.Frequency((5, Gen.Choose(1, 90)), (1, Gen.Choose(-80, -1)))
        select Line(points, Start.AddMinutes(minute));

    private static readonly Gen<StageFact> AnyFact =
        from hour in Gen.Choose(-100, 24 * 200)
        from stage in Gen.Elements(StageNames.All.Skip(1).ToArray())
        from key in Gen.Choose(0, 1_000_000)
        select new StageFact { Key = $"f{key}", Stage = stage, At = Start.AddHours(hour) };

    private static readonly Arbitrary<(ScoreLine[] Lines, StageFact[] Facts, int Seed)> Worlds =
        (from lineCount in Gen.Choose(0, 25)
         from lines in AnyLine.ArrayOf(lineCount)
         from factCount in Gen.Choose(0, 3)
         from facts in AnyFact.ArrayOf(factCount)
         from seed in Gen.Choose(0, int.MaxValue - 1)
         select (lines.OrderBy(line => line.OccurredAt).ThenBy(line => line.Points).ToArray(), facts, seed)).ToArbitrary();

    private static void Holds(Func<(ScoreLine[] Lines, StageFact[] Facts, int Seed), bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Worlds, property));

    private static StageHistory Evaluate(ScoreLine[] lines, StageFact[] facts, DateTimeOffset until) =>
        StageTransitions.Evaluate(lines, Start, facts, Bare, until);

    private static StageHistory KnownAt(ScoreLine[] lines, StageFact[] facts, DateTimeOffset until) =>
        Evaluate([.. lines.Where(line => line.OccurredAt <= until)], [.. facts.Where(fact => fact.At <= until)], until);

    [Fact]
    public void Evaluate_LaterMoment_OnlyAddsTransitions() => Holds(world =>
    {
        var whole = Evaluate(world.Lines, world.Facts, Start.AddDays(400));
        var random = new Random(world.Seed);
        return Enumerable.Range(0, 20).All(_ =>
        {
            var until = Start.AddMinutes(random.Next(-20_000, 60 * 24 * 300));
            var part = Evaluate(world.Lines, world.Facts, until);
            return part.Transitions.SequenceEqual(whole.Transitions.TakeWhile(one => one.At <= until))
                && part.Transitions.SequenceEqual(KnownAt(world.Lines, world.Facts, until).Transitions);
        });
    });

    [Fact]
    public void Evaluate_OnlyAtDueMoments_MissesNothing() => Holds(world =>
    {
        // Whoever wakes up only when a view said so sees each transition at the wake-up of its very moment.
        var seen = new List<StageTransition>();
        DateTimeOffset? next = Start.AddDays(-100);
        while (next is { } at)
        {
            var history = Evaluate(world.Lines, world.Facts, at);
            if (history.Transitions.Skip(seen.Count).Any(one => one.At != at))
            {
                return false;
            }

            seen = [.. history.Transitions];
            if (history.NextDue <= at)
            {
                return false;
            }

            next = history.NextDue;
        }

        return seen.SequenceEqual(Evaluate(world.Lines, world.Facts, Start.AddYears(5)).Transitions);
    });

    [Fact]
    public void Transitions_EveryAutomaticOne_ObeysTheThresholds() => Holds(world =>
    {
        var curve = new ScoreCurve(world.Lines, Bare);
        var history = Evaluate(world.Lines, world.Facts, Start.AddDays(400));
        return history.Transitions.All(one => (one.Cause, one.Stage) switch
            {
                (StageCause.Score, StageNames.Mql) => one.From is StageNames.Lead or StageNames.Recycled && curve.ScoreAt(one.At) >= 100,
                (StageCause.Score, StageNames.Recycled) => one.From == StageNames.Mql && curve.ScoreAt(one.At) < 50,
                (StageCause.Score, _) => false,
                _ => true,
            })
            && history.Transitions.Where(one => one.Stage == StageNames.Mql).Select(one => one.Entry!.Value)
                .SequenceEqual(Enumerable.Range(1, history.Entries));
    });

    [Fact]
    public void Evaluate_FactsInAnyOrder_GiveTheSame() => Holds(world =>
        Evaluate(world.Lines, [.. world.Facts.Reverse()], Start.AddDays(300)).Transitions
            .SequenceEqual(Evaluate(world.Lines, world.Facts, Start.AddDays(300)).Transitions));
}
