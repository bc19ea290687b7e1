using Pipeline.Lifecycle;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Lifecycle;

public sealed class StageTransitionsTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    private static StageFact Fact(string stage, DateTimeOffset at, string key = "k") => new() { Key = key, Stage = stage, At = at };

    private static string[] Stages(StageHistory history) => [.. history.Transitions.Select(one => one.Stage)];

    private static StageHistory Evaluate(ScoreLine[] lines, DateTimeOffset until, params StageFact[] facts) =>
        StageTransitions.Evaluate(lines, Start, facts, Bare, until);

    [Theory]
    [InlineData(99.999, "lead")]
    [InlineData(100, "mql")]
    [InlineData(100.001, "mql")]
    public void Enter_AroundTheThreshold_IsInclusive(double points, string stage) =>
        Assert.Equal(stage, Evaluate([Line(points, Start.AddDays(1))], Start.AddDays(1)).Current);

    [Fact]
    public void Enter_ScoreFromBeforeTheLeadWasKnown_IsDatedAtCreation()
    {
        var history = Evaluate([Line(120, Start.AddDays(-1))], Start);

        Assert.Equal([("lead", Start), ("mql", Start)], history.Transitions.Select(one => (one.Stage, one.At)));
        Assert.Equal((1, EntryLabel.New), (history.Transitions[1].Entry, history.Transitions[1].Label));
        Assert.Equal((StageCause.Created, StageCause.Score), (history.Transitions[0].Cause, history.Transitions[1].Cause));
        Assert.Equal(("visitor", "lead"), (history.Transitions[0].From, history.Transitions[1].From));
    }

    [Fact]
    public void Evaluate_BeforeCreation_IsAVisitor()
    {
        var history = Evaluate([Line(120, Start.AddDays(-1))], Start - Ms);

        Assert.Empty(history.Transitions);
        Assert.Equal((StageNames.Visitor, Start), (history.Current, history.NextDue));
    }

    [Fact]
    public void Exit_ScoreDecays_IsDatedAtTheFirstMillisecondBelow()
    {
        ScoreLine[] lines = [Line(100, Start)];
        var exit = Start.AddDays(30) + Ms;

        Assert.Equal("mql", Evaluate(lines, exit - Ms).Current);
        var history = Evaluate(lines, exit);
        Assert.Equal([("lead", Start), ("mql", Start), ("recycled", exit)], history.Transitions.Select(one => (one.Stage, one.At)));
        Assert.Equal(history.Transitions, Evaluate(lines, exit.AddDays(300)).Transitions);
    }

    [Fact]
    public void Exit_ThatFellWhileNobodyLooked_IsDatedTheSame()
    {
        ScoreLine[] lines = [Line(100, Start), Line(60, Start.AddDays(60))];

        var history = Evaluate(lines, Start.AddDays(61));

        Assert.Equal(["lead", "mql", "recycled"], Stages(history));
        Assert.Equal(Start.AddDays(30) + Ms, history.Transitions[2].At);
    }

    [Fact]
    public void Exit_NegativePoints_IsDatedAtTheEvent() =>
        Assert.Equal(Start.AddDays(1), Evaluate([Line(100, Start), Line(-60, Start.AddDays(1))], Start.AddDays(2)).First("recycled")!.At);

    [Fact]
    public void Reenter_AfterRecycling_IsReopenedAndNumbered()
    {
        var history = Evaluate([Line(100, Start), Line(100, Start.AddDays(60)), Line(100, Start.AddDays(200))], Start.AddDays(201));

        Assert.Equal(["lead", "mql", "recycled", "mql", "recycled", "mql"], Stages(history));
        Assert.Equal(
            [(1, EntryLabel.New), (2, EntryLabel.Reopened), (3, EntryLabel.Reopened)],
            history.Transitions.Where(one => one.Stage == "mql").Select(one => (one.Entry!.Value, one.Label!.Value)));
        Assert.Equal((3, Start.AddDays(60)), (history.Entries, history.Transitions[3].At));
    }

    [Fact]
    public void OwnStage_ThatCountsAsMql_IsAnEntryAndMayFallToRecycled()
    {
        var worked = Fact("worked", Start.AddDays(10)) with { CountsAs = StageNames.Mql };

        var history = Evaluate([Line(60, Start.AddDays(9))], Start.AddDays(100), worked);

        Assert.Equal(["lead", "worked", "recycled"], Stages(history));
        Assert.Equal((1, 1, EntryLabel.New), (history.Entries, history.Transitions[1].Entry, history.Transitions[1].Label));
    }

    [Fact]
    public void OwnStage_ThatCountsAsMqlAfterMql_IsNoEntryOfItsOwn()
    {
        var worked = Fact("worked", Start.AddDays(10)) with { CountsAs = StageNames.Mql };

        var history = Evaluate([Line(150, Start)], Start.AddDays(11), worked);

        Assert.Equal(["lead", "mql", "worked"], Stages(history));
        Assert.Equal((1, null), (history.Entries, history.Transitions[2].Entry));
    }

    [Fact]
    public void OwnStage_ThatCountsAsRecycled_LetsTheLeadIntoMqlAgain()
    {
        var parked = Fact("parked", Start.AddDays(50)) with { CountsAs = StageNames.Recycled };
        var parkedAsNothing = parked with { CountsAs = null };
        ScoreLine[] lines = [Line(100, Start), Line(120, Start.AddDays(60))];

        var history = Evaluate(lines, Start.AddDays(61), parked);

        Assert.Equal(["lead", "mql", "recycled", "parked", "mql"], Stages(history));
        Assert.Equal((2, EntryLabel.Reopened), (history.Transitions[4].Entry, history.Transitions[4].Label));
        Assert.Equal(["lead", "mql", "recycled", "parked"], Stages(Evaluate(lines, Start.AddDays(61), parkedAsNothing)));
    }

    [Fact]
    public void Reenter_RecycledByTheCrmWhileHot_WaitsUntilItHasBeenBelow()
    {
        ScoreLine[] stillHot = [Line(150, Start), Line(5, Start.AddDays(2))];
        ScoreLine[] cooledBetween = [Line(150, Start), Line(100, Start.AddDays(25))];
        var recycled = Fact(StageNames.Recycled, Start.AddDays(1));

        Assert.Equal(["lead", "mql", "recycled"], Stages(Evaluate(stillHot, Start.AddDays(3), recycled)));
        Assert.Equal(["lead", "mql", "recycled", "mql"], Stages(Evaluate(cooledBetween, Start.AddDays(26), recycled)));
    }

    [Fact]
    public void Reenter_PutBackToLeadWhileHot_WaitsUntilItHasBeenBelow()
    {
        var back = Fact(StageNames.Lead, Start.AddDays(1));

        Assert.Equal(["lead", "mql", "lead"], Stages(Evaluate([Line(150, Start), Line(5, Start.AddDays(2))], Start.AddDays(3), back)));
        Assert.Equal(
            ["lead", "mql", "lead", "mql"],
            Stages(Evaluate([Line(150, Start), Line(90, Start.AddDays(25))], Start.AddDays(25), back)));
    }

    [Theory]
    [InlineData(StageNames.Sql)]
    [InlineData(StageNames.Opportunity)]
    [InlineData(StageNames.Customer)]
    [InlineData(StageNames.Disqualified)]
    [InlineData(StageNames.Lost)]
    public void Score_OutsideLeadAndMql_MovesNothing(string stage)
    {
        var history = Evaluate(
            [Line(100, Start.AddDays(2)), Line(100, Start.AddDays(90))], Start.AddDays(400), Fact(stage, Start.AddDays(1)));

        Assert.Equal(["lead", stage], Stages(history));
        Assert.Null(history.NextDue);
    }

    [Fact]
    public void Facts_SameMomentAsTheScore_ComeFirst() =>
        Assert.Equal(["lead", "sql"], Stages(Evaluate([Line(100, Start.AddDays(1))], Start.AddDays(2), Fact("sql", Start.AddDays(1)))));

    [Fact]
    public void Facts_OneMoment_GoForwardInStageOrder()
    {
        StageFact[] facts =
        [
            Fact("customer", Start.AddDays(1), "a"), Fact("sql", Start.AddDays(1), "b"), Fact("opportunity", Start.AddDays(1), "c")
        ];

        var history = Evaluate([], Start.AddDays(2), facts);

        Assert.Equal(["lead", "sql", "opportunity", "customer"], Stages(history));
        Assert.Equal(history.Transitions, Evaluate([], Start.AddDays(2), [.. facts.Reverse()]).Transitions);
    }

    [Fact]
    public void Facts_BeforeCreation_MoveItThere() =>
        Assert.Equal(
            [("lead", Start.AddDays(-5)), ("customer", Start.AddDays(-5))],
            Evaluate([], Start, Fact("customer", Start.AddDays(-5))).Transitions.Select(one => (one.Stage, one.At)));

    [Fact]
    public void Facts_LaterThanUntil_AreDueNotDone()
    {
        var history = Evaluate([], Start, Fact("sql", Start.AddHours(12)));

        Assert.Equal(("lead", Start.AddHours(12)), (history.Current, history.NextDue));
    }

    [Fact]
    public void Facts_SameStageAgain_AreNoTransition()
    {
        var history = Evaluate([], Start.AddDays(3), Fact("customer", Start.AddDays(1), "a"), Fact("customer", Start.AddDays(2), "b"));

        Assert.Equal(["lead", "customer"], Stages(history));
        Assert.Equal("a", history.Transitions[1].FactKey);
    }

    [Fact]
    public void Facts_ActorAndReason_AreKept()
    {
        var fact = Fact("lost", Start.AddDays(1)) with { Cause = StageCause.Manual, Actor = "ann", Reason = "price" };

        var lost = Evaluate([], Start.AddDays(1), fact).First("lost")!;

        Assert.Equal((StageCause.Manual, "ann", "price", "k"), (lost.Cause, lost.Actor, lost.Reason, lost.FactKey));
    }

    [Fact]
    public void Mql_MadeByHandWhileCold_StaysUntilItWasWarm()
    {
        var manual = Fact("mql", Start.AddDays(1)) with { Cause = StageCause.Manual };

        Assert.Equal("mql", Evaluate([Line(10, Start)], Start.AddDays(200), manual).Current);
        var history = Evaluate([Line(10, Start), Line(60, Start.AddDays(2))], Start.AddDays(200), manual);
        Assert.Equal(["lead", "mql", "recycled"], Stages(history));
        Assert.Equal((1, EntryLabel.New), (history.Transitions[1].Entry, history.Transitions[1].Label));
    }

    [Fact]
    public void NextDue_EachEdge_ComesInTurn()
    {
        ScoreLine[] lines = [Line(200, Start)];
        var dues = new List<DateTimeOffset>();
        for (var due = Evaluate(lines, Start).NextDue; due is { } at; due = Evaluate(lines, at).NextDue)
        {
            dues.Add(at);
        }

        // Enter 100 after one half-life, exit and band 2 at 50 after two, band 3 at 20.
        Assert.Equal(3, dues.Count);
        Assert.Equal([Start.AddDays(30) + Ms, Start.AddDays(60) + Ms], dues.Take(2));
        Assert.Equal(30 * Math.Log2(10), (dues[2] - Start).TotalDays, 6);
        Assert.Equal("recycled", Evaluate(lines, dues[1]).Current);
    }

    [Fact]
    public void Activation_OtherThresholds_CountFromTheirMoment()
    {
        ScoreLine[] lines = [Line(90, Start)];
        var activated = Start.AddDays(1);
        var lower = Bare with { EnterThreshold = 60 };
        var higher = Bare with { EnterThreshold = 95, ExitThreshold = 90 };

        var entered = StageTransitions.Evaluate([new(Start.AddYears(-1), Bare, lines), new(activated, lower, lines)], Start, [], activated);
        var left = StageTransitions.Evaluate(
            [new(Start.AddYears(-1), lower, lines), new(activated, higher, lines)], Start, [], activated.AddDays(1));

        Assert.Equal([("lead", Start), ("mql", activated)], entered.Transitions.Select(one => (one.Stage, one.At)));
        Assert.Equal([("lead", Start), ("mql", Start), ("recycled", activated)], left.Transitions.Select(one => (one.Stage, one.At)));
    }

    [Fact]
    public void Activation_OtherPoints_DoNotRewriteThePast()
    {
        var activated = Start.AddDays(10);
        ScoreLine[] before = [Line(100, Start)];
        ScoreLine[] after = [Line(1, Start)];

        var history = StageTransitions.Evaluate(
            [new(DateTimeOffset.MinValue, Bare, before), new(activated, Bare, after)], Start, [], activated);

        Assert.Equal([("lead", Start), ("mql", Start), ("recycled", activated)], history.Transitions.Select(one => (one.Stage, one.At)));
        Assert.True(history.Score < 1);
    }

    [Fact]
    public void Activation_Planned_IsDue()
    {
        RulesPeriod[] periods = [new(Start, Bare, []), new(Start.AddDays(3), Bare, [])];

        Assert.Equal(Start.AddDays(3), StageTransitions.Evaluate(periods, Start, [], Start).NextDue);
    }

    [Fact]
    public void MinimumGrade_GradeComesLater_EntersThen()
    {
        var rules = Bare with { MinimumGrade = FitGrade.B };
        ScoreLine[] lines = [Line(150, Start)];
        StageHistory With(params DatedGrade[] grades) => StageTransitions.Evaluate(lines, Start, [], rules, Start.AddDays(5), grades);

        Assert.Equal(["lead"], Stages(With()));
        Assert.Equal(["lead"], Stages(With(new DatedGrade(Start, FitGrade.C))));
        Assert.Equal(Start.AddDays(2), With(new DatedGrade(Start, FitGrade.C), new(Start.AddDays(2), FitGrade.B)).First("mql")!.At);
        Assert.Equal(Start, With(new DatedGrade(Start.AddDays(-1), FitGrade.A)).First("mql")!.At);
    }

    [Fact]
    public void GradeTimeline_FieldsOverTime_GiveDatedGrades()
    {
        LearnedFields[] learned =
        [
            Learned(0, false, ("company", "Example"), ("job_title", "CEO founder")),
            Learned(1, false, ("Employees", "200"), ("company", "")),
            Learned(2, false, ("job_title", "student")),
        ];

        Assert.Equal(
            [new(Start, FitGrade.B), new(Start.AddDays(1), FitGrade.A), new DatedGrade(Start.AddDays(2), FitGrade.D)],
            GradeTimeline.Of(learned, ScoringRules.Default.Fit, Start));
    }

    [Fact]
    public void GradeTimeline_FormsOfBrowsersAlone_ReachBUntilTheyAreConfirmed()
    {
        LearnedFields[] learned = [Learned(0, true, ("company", "Example"), ("job_title", "CEO founder"), ("employees", "200"))];
        var fit = ScoringRules.Default.Fit!;

        Assert.Equal([new DatedGrade(Start, FitGrade.B)], GradeTimeline.Of(learned, fit, null));
        Assert.Equal(
            [new(Start, FitGrade.B), new DatedGrade(Start.AddDays(3), FitGrade.A)], GradeTimeline.Of(learned, fit, Start.AddDays(3)));
        Assert.Equal([new DatedGrade(Start, FitGrade.A)], GradeTimeline.Of(learned, fit, Start));
        Assert.Equal([new DatedGrade(Start, FitGrade.A)], GradeTimeline.Of(learned, fit with { TrustsForms = true }, null));
    }

    [Fact]
    public void GradeTimeline_FormAfterTheCrm_ChangesNothingThatTheCrmTold()
    {
        LearnedFields[] learned =
        [
            Learned(0, false, ("position", "student")),
            Learned(1, true, ("company", "Example"), ("job_title", "CEO founder"), ("employees", "200")),
        ];

        Assert.DoesNotContain(GradeTimeline.Of(learned, ScoringRules.Default.Fit, Start), grade => grade.Grade < FitGrade.B);
    }

    private static LearnedFields Learned(int days, bool isClaim, params (string Name, string Value)[] fields) =>
        new(Start.AddDays(days), fields.ToDictionary(field => field.Name, field => field.Value), isClaim ? "form" : "crm", isClaim);

    [Fact]
    public void TimeInStage_SeveralStays_AddUp()
    {
        var history = Evaluate([Line(100, Start), Line(100, Start.AddDays(60))], Start.AddDays(70));

        var spent = history.TimeInStage(Start.AddDays(70));

        Assert.Equal(TimeSpan.FromDays(40) + Ms, spent["mql"]);
        Assert.Equal(TimeSpan.FromDays(30) - Ms, spent["recycled"]);
    }
}
