using Pipeline.Events;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring;

public sealed class SequenceAndPaceTests
{
    private static readonly SequenceRule Path = new()
    {
        Id = "path",
        Title = "Path",
        Points = 20,
        Steps = [Page("/a"), Page("/b"), Page("/c")],
        WithinHours = 48,
    };

    private static ScoringRules With(SequenceRule rule) => Bare with { Sequences = [rule] };

    private static ScorableEvent At(double hours, string url) => View(Start.AddHours(hours), url);

    [Fact]
    public void Sequence_ThreeStepsIn48Hours_GivesTheBonusOnceAtTheLast()
    {
        var line = Assert.Single(With(Path).Lines(At(0, "/a"), At(20, "/b"), At(48, "/c"), At(49, "/c"), At(50, "/b")));

        Assert.Equal((Start.AddHours(48), "path", 20), (line.OccurredAt, line.RuleId, line.Points));
    }

    [Fact]
    public void Sequence_ThreeStepsOverTenDays_GivesNothing() =>
        Assert.Empty(With(Path).Lines(At(0, "/a"), At(120, "/b"), At(240, "/c")));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Sequence_AroundItsLength_IsInclusive(int milliseconds, int bonuses)
    {
        var last = View(Start.AddHours(48).AddMilliseconds(milliseconds), "/c");

        Assert.Equal(bonuses, With(Path).Lines(At(0, "/a"), At(1, "/b"), last).Count);
        Assert.Equal(bonuses, With(Path with { AnyOrder = true }).Lines(At(0, "/b"), At(1, "/a"), last).Count);
    }

    [Fact]
    public void Sequence_FirstStepRepeatedLate_StillCompletes() =>
        Assert.Single(With(Path).Lines(At(0, "/a"), At(100, "/a"), At(101, "/b"), At(102, "/c")));

    [Fact]
    public void Sequence_FirstStepRepeatedAfterTheSecond_TakesTheOneBefore() =>
        Assert.Single(With(Path).Lines(At(0, "/a"), At(1, "/b"), At(2, "/a"), At(3, "/c")));

    [Fact]
    public void Sequence_WrongOrder_GivesNothing()
    {
        ScorableEvent[] events = [At(0, "/b"), At(1, "/a"), At(2, "/c")];

        Assert.Empty(With(Path).Lines(events));
        Assert.Single(With(Path with { AnyOrder = true }).Lines(events));
    }

    [Fact]
    public void Sequence_OneEvent_NeverServesTwice()
    {
        // The second /c finds /a and /b used up, whichever way the steps may come.
        ScorableEvent[] events = [At(0, "/a"), At(1, "/b"), At(2, "/c"), At(3, "/c"), At(4, "/b"), At(5, "/c")];

        Assert.Single(With(Path).Lines(events));
        Assert.Single(With(Path with { AnyOrder = true }).Lines(events));
        Assert.Equal(2, With(Path).Lines([.. events, At(6, "/a"), At(7, "/b"), At(8, "/c")]).Count);
    }

    [Fact]
    public void Sequence_OneEvent_NeverServesTwoSteps()
    {
        var twice = Path with { Steps = [On(EventType.PageView), On(EventType.PageView)], AnyOrder = true };

        Assert.Empty(With(twice).Lines(At(0, "/a")));
        Assert.Single(With(twice).Lines(At(0, "/a"), At(1, "/a"), At(2, "/a")));
        Assert.Equal(2, With(twice with { AnyOrder = false }).Lines(At(0, "/a"), At(1, "/a"), At(2, "/a"), At(3, "/a")).Count);
    }

    [Fact]
    public void Sequence_TwoRules_MayUseTheSameEvents()
    {
        var rules = Bare with { Sequences = [Path, Path with { Id = "other", Points = 7 }] };

        Assert.Equal([20, 7], rules.Points(At(0, "/a"), At(1, "/b"), At(2, "/c")));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    public void Sequence_AroundCoolDown_HoldsUntilItsEnd(int milliseconds, int bonuses)
    {
        var rules = With(Path with { CoolDownHours = 10 });

        Assert.Equal(bonuses, rules.Lines(
            At(0, "/a"),
            At(1, "/b"),
            At(2, "/c"),
            At(3, "/a"),
            At(4, "/b"),
            View(Start.AddHours(12).AddMilliseconds(milliseconds), "/c")).Count);
    }

    [Fact]
    public void Sequence_StepsDuringCoolDown_CountAfterIt() =>
        Assert.Equal(2, With(Path with { CoolDownHours = 10 }).Lines(
            At(0, "/a"), At(1, "/b"), At(2, "/c"), At(3, "/a"), At(4, "/b"), At(5, "/c"), At(13, "/c")).Count);

    [Fact]
    public void Sequence_AnyOrderWithOverlappingSteps_FindsAnAssignment()
    {
        // /b fits the first and the second step; the first must move to /x for the second to have one.
        var rule = Path with { Steps = [On(EventType.PageView), Page("/b"), On(EventType.Form)], AnyOrder = true };

        Assert.Single(With(rule).Lines(At(0, "/x"), At(1, "/b"), Form(Start.AddHours(2), "f")));
        Assert.Empty(With(rule).Lines(At(1, "/b"), Form(Start.AddHours(2), "f")));
    }

    [Fact]
    public void Sequence_EngagementStep_CountsOncePerPageView()
    {
        var seen = On(EventType.Engagement) with { MinimumSeconds = 10 };
        var rules = With(Path with { Steps = [seen, seen] });

        Assert.Empty(rules.Lines(Seen(Start, "p1", 10), Seen(Start.AddSeconds(5), "p1", 15)));
        Assert.Single(rules.Lines(Seen(Start, "p1", 10), Seen(Start.AddSeconds(5), "p1", 15), Seen(Start.AddSeconds(30), "p2", 12)));
    }

    [Fact]
    public void Sequence_LifeCap_LimitsTheBonus()
    {
        var rules = With(Path with { LifeCap = 25 });

        Assert.Equal([20, 5], rules.Points(
            At(0, "/a"), At(1, "/b"), At(2, "/c"), At(3, "/a"), At(4, "/b"), At(5, "/c"), At(6, "/a"), At(7, "/b"), At(8, "/c")));
    }

    private static ScoringRules Pace(int count, double hours)
    {
        var rule = new PaceRule
        {
            Id = "pace",
            Title = "Pace",
            Points = 10,
            When = On(EventType.PageView),
            Count = count,
            WithinHours = hours,
        };
        return Bare with { Paces = [rule] };
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Pace_AroundItsPeriod_IsInclusive(int milliseconds, int bonuses) =>
        Assert.Equal(
            bonuses, Pace(3, 2).Lines(At(0, "/a"), At(1, "/b"), View(Start.AddHours(2).AddMilliseconds(milliseconds), "/c")).Count);

    [Fact]
    public void Pace_EventsOfABonus_AreUsedUp()
    {
        var lines = Pace(3, 24).Lines([.. Enumerable.Range(0, 8).Select(i => At(i, "/a"))]);

        Assert.Equal([Start.AddHours(2), Start.AddHours(5)], lines.Select(line => line.OccurredAt));
    }

    [Fact]
    public void Pace_OldEvents_SlideOut() => Assert.Single(Pace(3, 2).Lines(At(0, "/a"), At(3, "/a"), At(4, "/a"), At(5, "/a")));
}
