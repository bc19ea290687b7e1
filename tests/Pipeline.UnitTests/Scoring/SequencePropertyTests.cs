using FsCheck;
using FsCheck.Fluent;
using Pipeline.Events;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring;

/// <summary>The sequence rule against its definition, written down as plainly as it reads.</summary>
public sealed class SequencePropertyTests
{
    private static readonly string[][] Steps = [["/a", "/b"], ["/b", "/c"], ["/c", "/a", "/b"]];

    private static readonly Arbitrary<(int[] Hours, int[] Pages, int Within, int CoolDown)> Worlds =
        (from count in Gen.Choose(0, 30)
         from hours in Gen.Choose(0, 60).ArrayOf(count)
         from pages in Gen.Choose(0, 3).ArrayOf(count)
         from within in Gen.Choose(1, 20)
         from coolDown in Gen.Choose(0, 20)
         select (hours.Order().ToArray(), pages, within, coolDown)).ToArbitrary();

    private static string Page(int page) => $"/{"abcd"[page]}";

    private static IReadOnlyList<ScoreLine> LinesOf((int[] Hours, int[] Pages, int Within, int CoolDown) world, bool anyOrder)
    {
        var rule = new SequenceRule
        {
            Id = "s",
            Title = "S",
            Points = 1,
            Steps = [.. Steps.Select(urls => On(EventType.PageView) with { Urls = urls })],
            WithinHours = world.Within,
            CoolDownHours = world.CoolDown == 0 ? null : world.CoolDown,
            AnyOrder = anyOrder,
        };
        return (Bare with { Sequences = [rule] }).Lines(
            [.. world.Hours.Select((hour, i) => View(Start.AddHours(hour), Page(world.Pages[i]), $"{i:D3}"))]);
    }

    [Fact]
    public void InOrder_AnyEvents_FollowTheDefinition() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Worlds, world =>
        {
            var used = new HashSet<int>();
            var expected = new List<string>();
            int? lastBonus = null;
            for (var i = 0; i < world.Hours.Length; i++)
            {
                if (!Steps[2].Contains(Page(world.Pages[i])) || (lastBonus is { } last && world.Hours[i] < last + world.CoolDown))
                {
                    continue;
                }

                var second = LatestBefore(i, Steps[1]);
                var first = second < 0 ? -1 : LatestBefore(second, Steps[0]);
                if (first >= 0 && world.Hours[i] - world.Hours[first] <= world.Within)
                {
                    used.UnionWith([first, second, i]);
                    lastBonus = world.Hours[i];
                    expected.Add($"{i:D3}");
                }
            }

            return LinesOf(world, anyOrder: false).Select(line => line.EventId).SequenceEqual(expected);

            int LatestBefore(int before, string[] step)
            {
                var at = before - 1;
                while (at >= 0 && (used.Contains(at) || !step.Contains(Page(world.Pages[at]))))
                {
                    at--;
                }

                return at;
            }
        }));

    [Fact]
    public void AnyOrder_NoCoolDown_LeavesNoCompleteSequenceUnused() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Worlds, world =>
        {
            // Each event is tried as it comes, so the first bonus must be at the first event that completes any assignment at all.
            world = world with { CoolDown = 0 };
            var first = -1;
            for (var i = 0; first < 0 && i < world.Hours.Length; i++)
            {
                first = IsComplete(i) ? i : -1;
            }

            return LinesOf(world, anyOrder: true).Select(line => line.EventId).FirstOrDefault() == (first < 0 ? null : $"{first:D3}");

            bool IsComplete(int last)
            {
                var near = Enumerable.Range(0, last + 1).Where(i => world.Hours[last] - world.Hours[i] <= world.Within).ToArray();
                return near.Any(a => Fits(a, 0) && near.Any(b => b != a && Fits(b, 1) && near.Any(c => c != a && c != b && Fits(c, 2))));
            }

            bool Fits(int at, int step) => Steps[step].Contains(Page(world.Pages[at]));
        }));

    [Fact]
    public void Lines_FourTimesTheEvents_TakeLinearMemory()
    {
        var engine = new ScoreEngine(ScoringRules.Default, Berlin);
        ScorableEvent[] events =
        [
            .. Enumerable.Range(0, 20_000).Select(i => View(Start.AddSeconds(40 * i), i % 3 == 0 ? "/product/a" : "/blog", $"{i}")),
        ];
        engine.Lines(events[..100]);

        var small = Allocated(() => engine.Lines(events[..5_000]));
        var large = Allocated(() => engine.Lines(events));

        Assert.InRange(large, small, 6 * small);
        Assert.InRange(large / events.Length, 0, 400);

        static long Allocated(Action action)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
