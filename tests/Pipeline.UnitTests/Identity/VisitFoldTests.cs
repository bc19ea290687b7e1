using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Settings;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Identity;

public sealed class VisitFoldTests
{
    private static readonly RulesTimeline<ChannelClassifier> Channels = Rules.Shipped.Channels;

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void Add_PauseAroundThirtyMinutes_StartsAVisitOnlyAbove(int milliseconds, int visits)
    {
        var second = View("b", 30);

        Assert.Equal(visits, Fold(View("a", 0), second with { OccurredAt = second.OccurredAt.AddMilliseconds(milliseconds) }).Visits.Count);
    }

    [Theory]
    [InlineData(EventType.PageView, 2)]
    [InlineData(EventType.Form, 2)]
    [InlineData(EventType.Click, 1)]
    [InlineData(EventType.Engagement, 1)]
    [InlineData(EventType.Identify, 1)]
    [InlineData(EventType.Custom, 1)]
    public void Add_AfterALongPause_OnlySomeTypesStartAVisit(EventType type, int visits) =>
        Assert.Equal(visits, Fold(View("a", 0), Event(type, "b", 600)).Visits.Count);

    [Fact]
    public void Add_TrackedClickAfterALongPause_StartsAVisit() =>
        Assert.Equal(2, Fold(
            View("a", 0), Event(EventType.Click, "b", 600) with { Campaign = new CampaignParameters { Source = "mail" } }).Visits.Count);

    [Theory]
    [InlineData("twitter", 1)]
    [InlineData("linkedin", 2)]
    [InlineData(null, 1)]
    public void Add_CampaignWithinAVisit_StartsAnotherWhenItDiffers(string? source, int visits) =>
        Assert.Equal(visits, Fold(View("a", 0, "/", "twitter"), View("b", 1, "/", source)).Visits.Count);

    [Fact]
    public void Add_EngagementOfAnEarlierPage_ExtendsThatVisitAndStartsNone()
    {
        var fold = Fold(View("a", 0), View("b", 40), Seen("late", 50, "a"), Seen("now", 51, "b"));

        Assert.Equal([At(50), At(51)], fold.Visits.Select(visit => visit.LastAt));
        Assert.Equal([1, 1], fold.Visits.Select(visit => visit.PageViews));
    }

    [Fact]
    public void Add_EngagementCountsAsTheVisitorsLastEvent_PostponesTheNextVisit() =>
        Assert.Single(Fold(View("a", 0), Seen("s", 25, "a"), View("b", 55)).Visits);

    [Fact]
    public void Add_EngagementOfAnUnknownPage_BelongsToNoVisit()
    {
        var fold = new VisitFold(Channels, [], null);
        fold.Add(View("a", 0));

        Assert.Null(fold.Add(Seen("s", 1, "elsewhere")));
        Assert.Equal(At(0), Assert.Single(fold.Visits).LastAt);
    }

    [Fact]
    public void Add_FormSentDaysLate_StaysInTheVisitOfItsPageAndKeepsNoneGoing()
    {
        var fold = Fold(View("a", 0, "/", "twitter"), View("b", 600), Late("f", 4000, "a"));

        Assert.Equal([At(0), At(600)], fold.Visits.Select(visit => visit.LastAt));
        Assert.Equal(At(600), fold.ActiveAt);
        Assert.Equal(2, fold.Add(View("c", 4001)));
        Assert.Null(fold.ActiveAt);
    }

    [Fact]
    public void Add_FormSentLateOfAPageThatNobodySaw_StartsAVisitAtItsReceipt() =>
        Assert.Equal([At(0), At(4000)], Fold(View("a", 0), Late("f", 4000, "elsewhere")).Visits.Select(visit => visit.StartedAt));

    [Fact]
    public void Add_AfterALateForm_AContinuedFoldGoesOnAsTheWholeOne()
    {
        var first = Fold(View("a", 0, "/", "twitter"), Late("f", 29, "a"));

        var rest = new VisitFold(Channels, first.Visits, first.Last, first.ActiveAt);

        Assert.Equal(1, rest.Add(View("b", 31)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(45)]
    [InlineData(6000)]
    public void Add_FromBlogToWww_KeepsTheSource(double minutes)
    {
        var fold = Fold(
            View("a", 0, "/", "brevo") with { Url = "https://blog.example.org/post" },
            View("b", minutes) with { Url = "https://www.example.org/", Referrer = "https://blog.example.org/post" });

        Assert.All(fold.Visits, visit => Assert.Equal(("brevo", "spring"), (visit.Source.Source, visit.Source.Campaign)));
        Assert.Equal(minutes > 30 ? 2 : 1, fold.Visits.Count);
    }

    [Fact]
    public void Add_NotAfterTheLast_Throws()
    {
        var fold = new VisitFold(Channels, [], null);
        fold.Add(View("b", 1));

        Assert.Throws<ArgumentException>(() => fold.Add(View("a", 0)));
        Assert.Throws<ArgumentException>(() => fold.Add(View("b", 1)));
    }

    [Fact]
    public void Add_MorePagesThanAVisitKeeps_CountsAllAndFindsTheFirst()
    {
        var fold = Fold([.. Enumerable.Range(0, Visit.MaxPages + 10).Select(i => View($"p{i:D3}", i))]);

        Assert.Equal(0, fold.Add(Seen("s", 500, "p000")));
        var visit = Assert.Single(fold.Visits);
        Assert.Equal(Visit.MaxPages + 10, visit.PageViews);
        Assert.Equal(Visit.MaxPages, visit.Pages.Count);
        Assert.Equal(At(500), visit.LastAt);
    }

    [Fact]
    public void Add_AnyWorld_EveryPrefixOfEventsGivesAPrefixOfVisits()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            foreach (var events in WorldGenerator.Make(seed).Kept.Where(e => e.VisitorId is not null)
                .GroupBy(e => e.VisitorId)
                .Select(g => g.ToArray()))
            {
                var fold = new VisitFold(Channels, [], null);
                var started = new List<string>();
                foreach (var captured in events)
                {
                    var place = fold.Add(captured);
                    Assert.True(place is null || (place >= 0 && place < fold.Visits.Count), $"World {seed}");
                    Assert.Equal(started, fold.Visits.Take(started.Count).Select(visit => visit.Id));
                    started = [.. fold.Visits.Select(visit => visit.Id)];
                }
            }
        }
    }

    private static CapturedEvent Late(string id, double minutes, string page) =>
        Form(id, minutes, "ann") with { ReceivedAt = At(minutes), PageId = page, Marks = [EventTimes.DatedAtReceipt] };

    private static VisitFold Fold(params CapturedEvent[] events)
    {
        var fold = new VisitFold(Channels, [], null);
        foreach (var captured in events)
        {
            fold.Add(captured);
        }

        return fold;
    }
}
