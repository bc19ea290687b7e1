using Pipeline.Events;
using Pipeline.Scoring;
using Pipeline.Scoring.Documents;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring;

/// <summary>One-event rules: conditions, caps and intervals.</summary>
public sealed class ScoreEngineRuleTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Lines_EventThatFits_CarryRuleAndEvent()
    {
        var rules = Bare with { Rules = [Rule(5, Page("/pricing"), "pricing")] };

        var line = Assert.Single(rules.Lines(View(Start, "/pricing", "e1"), View(Start.AddMinutes(1), "/about")));

        Assert.Equal(new ScoreLine("e1", Start, "pricing", "Title of pricing", 5), line);
        Assert.Equal(Pipeline.Records.FactKey.Of("e1"), line.EventKey);
    }

    [Fact]
    public void Lines_AutomaticEvent_NeverScores()
    {
        var rules = Bare with
        {
            Rules = [Rule(5, On(EventType.PageView), "a")],
            Paces = [new() { Id = "p", Title = "P", Points = 9, When = On(EventType.PageView), Count = 2, WithinHours = 1 }],
        };
        var automatic = View(Start) with { Event = View(Start).Event with { Automatic = true } };

        Assert.Equal([5], rules.Points(automatic, View(Start.AddMinutes(1), "/x")));
    }

    [Theory]
    [InlineData("/pricing", "/pricing", true)]
    [InlineData("/pricing", "/PRICING/", true)]
    [InlineData("/pricing/", "/pricing", true)]
    [InlineData("/pricing", "/pricing/teams", false)]
    [InlineData("/pricing*", "/pricing-2026", true)]
    [InlineData("/product/*", "/product/a/b", true)]
    [InlineData("/product/*", "/product/", false)]
    [InlineData("*/docs/*/api", "/v2/docs/net/api?x=/docs/", true)]
    [InlineData("/a?c", "/abc", false)]
    [InlineData("/", "/", true)]
    [InlineData("/*", "/", true)]
    public void Url_Pattern_FitsPathAlone(string pattern, string url, bool fits)
    {
        Assert.Equal(fits, (Bare with { Rules = [Rule(1, Page(pattern))] }).Points(View(Start, url)).Length == 1);
    }

    [Theory]
    [InlineData("https://example.org", "/")]
    [InlineData("https://example.org?next=/pricing", "/")]
    [InlineData("https://example.org/a/?u=https://other.org/b", "/a")]
    [InlineData("/a#b", "/a")]
    [InlineData("/go?to=https://other.org/b", "/go")]
    public void Url_AnyAddress_IsComparedByItsPath(string url, string path)
    {
        var view = View(Start);
        var rules = Bare with { Rules = [Rule(1, Page(path))] };

        Assert.Single(rules.Points(view with { Event = view.Event with { Url = url } }));
        Assert.Empty(rules.Points(view with { Event = view.Event with { Url = null } }));
    }

    [Fact]
    public void Condition_EachPart_MustFit()
    {
        var when = new ScoringCondition
        {
            Types = [EventType.Custom],
            Names = ["webinar_*"],
            Channels = ["email", "Paid Search"],
            Tags = ["pricing"],
            Properties = [new() { Name = "Plan", EqualTo = "pro" }, new() { Name = "topic", Contains = "SCORING" }],
        };
        var rules = Bare with { Rules = [Rule(1, when)] };
        var fits = Event(EventType.Custom, Start, "/pricing", channel: "Email");
        fits = fits with
        {
            Event = fits.Event with { Name = "Webinar_Attended", Props = new() { ["plan"] = "PRO", ["topic"] = "Lead scoring" } },
        };
        ScorableEvent But(CapturedEvent changed, string? channel = "Email") => new(changed, channel);

        Assert.Single(rules.Points(fits));
        Assert.Empty(rules.Points(But(fits.Event, "Direct")));
        Assert.Empty(rules.Points(But(fits.Event, null)));
        Assert.Empty(rules.Points(But(fits.Event with { Type = EventType.Click })));
        Assert.Empty(rules.Points(But(fits.Event with { Name = "trial" })));
        Assert.Empty(rules.Points(But(fits.Event with { Name = null })));
        Assert.Empty(rules.Points(But(fits.Event with { Url = "https://example.org/blog" })));
        Assert.Empty(rules.Points(But(fits.Event with { Props = new() { ["plan"] = "pro" } })));
        Assert.Empty(rules.Points(But(fits.Event with { Props = new() { ["plan"] = "pros", ["topic"] = "scoring" } })));
        Assert.Empty(rules.Points(But(fits.Event with { Props = null })));
    }

    [Fact]
    public void Condition_FormAndField_AreCompared()
    {
        var when = new ScoringCondition
        {
            Types = [EventType.Form],
            Forms = ["*contact*"],
            Properties = [new() { Name = "budget", Contains = "10k" }],
        };
        var rules = Bare with { Rules = [Rule(1, when)] };
        var form = Form(Start, "Contact-EN");

        Assert.Single(rules.Points(form with { Event = form.Event with { Fields = new() { ["budget"] = "over 10K" } } }));
        Assert.Empty(rules.Points(form));
    }

    [Theory]
    [InlineData(29.999, false)]
    [InlineData(30, true)]
    [InlineData(30.001, true)]
    public void Engagement_AroundMinimumSeconds_Fires(double seconds, bool fires)
    {
        var rules = Bare with { Rules = [Rule(2, On(EventType.Engagement) with { MinimumSeconds = 30 })] };

        Assert.Equal(fires ? 1 : 0, rules.Points(Seen(Start, "p", seconds)).Length);
    }

    [Fact]
    public void Engagement_ManyBeacons_FireOncePerPageViewAtTheFirstThatReaches()
    {
        var rules = Bare with
        {
            Rules =
            [
                Rule(2, On(EventType.Engagement) with { MinimumSeconds = 30 }, "half"),
                Rule(3, On(EventType.Engagement) with { MinimumSeconds = 60 }, "full"),
            ],
        };

        var lines = rules.Lines(
            Seen(Start, "p1", 15),
            Seen(Start.AddSeconds(15), "p1", 30),
            Seen(Start.AddSeconds(30), "p1", 45),
            Seen(Start.AddSeconds(31), "p2", 31),
            Seen(Start.AddSeconds(45), "p1", 60),
            Seen(Start.AddSeconds(60), "p1", 75));

        Assert.Equal(
            [("half", Start.AddSeconds(15)), ("half", Start.AddSeconds(31)), ("full", Start.AddSeconds(45))],
            lines.Select(line => (line.RuleId, line.OccurredAt)));
    }

    [Fact]
    public void Engagement_BlockedByInterval_IsNotMadeUpByALaterBeacon()
    {
        var rule = Rule(2, On(EventType.Engagement) with { MinimumSeconds = 30 }) with { MinimumIntervalMinutes = 1 };
        var rules = Bare with { Rules = [rule] };

        Assert.Single(rules.Points(
            Seen(Start, "p1", 30),
            Seen(Start.AddSeconds(30), "p2", 30),
            Seen(Start.AddSeconds(90), "p2", 90)));
    }

    [Fact]
    public void Engagement_WithoutAddress_TakesThatOfItsPageView()
    {
        var rules = Bare with { Rules = [Rule(4, On(EventType.Engagement) with { Tags = ["pricing"], MinimumSeconds = 10 })] };

        Assert.Single(rules.Points(View(Start, "/pricing", "p1"), Seen(Start.AddSeconds(20), "p1", 20, url: null)));
        Assert.Empty(rules.Points(View(Start, "/blog", "p1"), Seen(Start.AddSeconds(20), "p1", 20, url: null)));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    public void Interval_AroundItsEnd_CountsFromTheBoundary(int ticksOff, int lines)
    {
        var rules = Bare with { Rules = [Rule(1, On(EventType.PageView)) with { MinimumIntervalMinutes = 30 }] };

        Assert.Equal(lines, rules.Points(View(Start), View(Start.AddMinutes(30) + (ticksOff * Tick))).Length);
    }

    [Fact]
    public void Interval_BlockedEvent_DoesNotProlongIt()
    {
        var rules = Bare with { Rules = [Rule(1, On(EventType.PageView)) with { MinimumIntervalMinutes = 30 }] };

        Assert.Equal(2, rules.Points(View(Start), View(Start.AddMinutes(20)), View(Start.AddMinutes(30))).Length);
    }

    [Fact]
    public void Interval_OtherPageOrForm_HasItsOwn()
    {
        var viewOrForm = new ScoringCondition { Types = [EventType.PageView, EventType.Form] };
        var rules = Bare with { Rules = [Rule(1, viewOrForm) with { MinimumIntervalMinutes = 60 }] };

        var lines = rules.Lines(
            View(Start, "/a"),
            View(Start.AddMinutes(1), "/b"),
            Form(Start.AddMinutes(2), "x"),
            Form(Start.AddMinutes(3), "y"),
            View(Start.AddMinutes(4), "/a"));

        Assert.Equal([0, 1, 2, 3], lines.Select(line => (line.OccurredAt - Start).TotalMinutes));
    }

    [Fact]
    public void Interval_OtherVisitorOfTheLead_SharesIt()
    {
        var rules = Bare with { Rules = [Rule(1, On(EventType.PageView)) with { MinimumIntervalMinutes = 60 }] };
        var other = View(Start.AddMinutes(1), "/", "other");

        Assert.Single(rules.Points(View(Start), other with { Event = other.Event with { VisitorId = "tablet" } }));
    }

    [Fact]
    public void Interval_EventCappedToNothing_DoesNotStartOne()
    {
        var rules = Bare with { Rules = [Rule(5, On(EventType.PageView)) with { MinimumIntervalMinutes = 24 * 60, DayCap = 5 }] };
        var night = new DateTimeOffset(2026, 3, 2, 23, 59, 0, TimeSpan.Zero);

        // The second page is capped at night, so it scores at once on the next day.
        Assert.Equal([5, 5], rules.Points(View(night, "/a"), View(night.AddSeconds(30), "/b"), View(night.AddMinutes(2), "/b")));
    }

    [Theory]
    [InlineData(19.9, new[] { 10, 9.9 }, "capped by day cap")]
    [InlineData(20, new[] { 10.0, 10 }, null)]
    [InlineData(20.5, new[] { 10, 10, 0.5 }, "capped by day cap")]
    public void DayCap_AroundItsEdge_GivesWhatIsLeft(double cap, double[] points, string? note)
    {
        var rules = Bare with { Rules = [Rule(10, On(EventType.PageView)) with { DayCap = cap }] };

        var lines = rules.Lines(View(Start), View(Start.AddMinutes(1)), View(Start.AddMinutes(2)), View(Start.AddMinutes(3)));

        Assert.Equal(points.Length, lines.Count);
        Assert.All(points.Zip(lines), pair => Assert.Equal(pair.First, pair.Second.Points, 9));
        Assert.Equal(note, lines[^1].Note);
    }

    [Fact]
    public void DayCap_DayBoundary_IsThatOfTheZone()
    {
        var rules = Bare with { Rules = [Rule(10, On(EventType.PageView)) with { DayCap = 10 }] };
        var beforeMidnight = new DateTimeOffset(2026, 3, 2, 22, 59, 59, 999, TimeSpan.Zero);
        ScorableEvent[] events = [View(beforeMidnight), View(beforeMidnight + Tick)];

        Assert.Equal(2, new ScoreEngine(rules, Berlin).Lines(events).Count);
        Assert.Single(new ScoreEngine(rules, TimeZoneInfo.Utc).Lines(events));
    }

    [Fact]
    public void DayCap_DayOf25Hours_IsOneDay()
    {
        var rules = Bare with { Rules = [Rule(10, On(EventType.PageView)) with { DayCap = 10 }] };
        var first = new DateTimeOffset(2026, 10, 24, 22, 0, 0, TimeSpan.Zero);

        Assert.Single(new ScoreEngine(rules, Berlin).Lines([View(first), View(first.AddHours(25) - Tick)]));
        Assert.Equal(2, new ScoreEngine(rules, Berlin).Lines([View(first), View(first.AddHours(25))]).Count);
    }

    [Fact]
    public void LifeCap_OverYears_GivesWhatIsLeft()
    {
        var rules = Bare with { Rules = [Rule(10, On(EventType.PageView)) with { LifeCap = 15 }] };

        var lines = rules.Lines(View(Start), View(Start.AddDays(400)), View(Start.AddDays(800)));

        Assert.Equal([(10, null), (5, "capped by life cap")], lines.Select(line => (line.Points, line.Note)));
    }

    [Fact]
    public void GroupCaps_SeveralRules_ShareThem()
    {
        var rules = Bare with
        {
            Groups = [new() { Id = "g", DayCap = 12, LifeCap = 20 }],
            Rules =
            [
                Rule(10, Page("/a"), "a") with { Group = "g" },
                Rule(7, Page("/b"), "b") with { Group = "g" },
                Rule(1, Page("/b"), "free"),
            ],
        };

        var lines = rules.Lines(
            View(Start, "/a"), View(Start.AddMinutes(1), "/b"), View(Start.AddDays(1), "/a"), View(Start.AddDays(2), "/a"));

        Assert.Equal(
            [("a", 10, null), ("b", 2, "capped by group day cap"), ("free", 1, null), ("a", 8, "capped by group life cap")],
            lines.Select(line => (line.RuleId, line.Points, line.Note)));
    }

    [Fact]
    public void NegativePoints_Caps_BoundWhatIsTakenAway()
    {
        var rules = Bare with
        {
            Groups = [new() { Id = "g", DayCap = 12 }],
            Rules = [Rule(-10, Page("/jobs"), "jobs") with { DayCap = 15, Group = "g" }, Rule(12, Page("/a"), "a") with { Group = "g" }],
        };

        Assert.Equal(
            [12, -10, -2], rules.Points(View(Start, "/a"), View(Start.AddMinutes(1), "/jobs"), View(Start.AddMinutes(2), "/jobs")));
    }

    [Fact]
    public void DayCap_OfTenths_LeavesNoCrumbs()
    {
        var rules = Bare with { Rules = [Rule(0.1, On(EventType.PageView)) with { DayCap = 0.3 }] };

        Assert.Equal(3, rules.Points([.. Enumerable.Range(0, 6).Select(i => View(Start.AddMinutes(i)))]).Length);
    }

    [Fact]
    public void Constructor_BadRules_ListsEveryProblem()
    {
        var bad = Bare with { Rules = [Rule(0, Page("/a")), Rule(1, Page("/a"))], HalfLifeDays = 0.5, ExitThreshold = 101 };

        var error = Assert.Throws<ArgumentException>(() => new ScoreEngine(bad, TimeZoneInfo.Utc));

        Assert.Contains("$.exitThreshold", error.Message, StringComparison.Ordinal);
        Assert.Contains("$.rules[0].points", error.Message, StringComparison.Ordinal);
        Assert.Contains("$.rules[1].id", error.Message, StringComparison.Ordinal);
    }
}
