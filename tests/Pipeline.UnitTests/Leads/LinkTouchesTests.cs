using Pipeline.Attribution;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

public sealed class LinkTouchesTests
{
    private static readonly CampaignParameters Spring = new() { Source = "brevo", Medium = "email", Campaign = "spring" };

    [Theory]
    [InlineData(0.1, "brevo", "email", "spring", 1)]
    [InlineData(0.1, "Brevo", "EMAIL", "Spring", 1)]
    [InlineData(30, "brevo", "email", "spring", 1)]
    [InlineData(30.02, "brevo", "email", "spring", 2)]
    [InlineData(-0.1, "brevo", "email", "spring", 1)]
    [InlineData(0.1, "other", "email", "spring", 2)]
    [InlineData(0.1, "brevo", "mail", "spring", 2)]
    [InlineData(0.1, "brevo", "email", "summer", 2)]
    public void Click_AndItsLandingVisit_AreOneTouchWithinHalfAnHour(
        double after, string source, string medium, string campaign, int touches)
    {
        var landing = View("v", after) with { Campaign = new CampaignParameters { Source = source, Medium = medium, Campaign = campaign } };

        Assert.Equal(touches + 1, Journey([Click("c", 0, "offer")], landing).Count);
    }

    [Fact]
    public void Click_AndItsLandingVisit_KeepTheLandingPageAndTheEarlierTime()
    {
        var touch = Journey([Click("c", 0, "offer")], View("v", 0.1, "/offer") with { Campaign = Spring })[^1];

        Assert.Equal((At(0), "https://example.org/offer", "E-mail"), (touch.At, touch.LandingPage, touch.Source.Channel));
    }

    [Theory]
    [InlineData(10, "offer", 1)]
    [InlineData(10.02, "offer", 2)]
    [InlineData(5, "prices", 2)]
    public void Click_SameLinkAgain_AddsNoTouchWithinTenMinutes(double after, string link, int touches)
    {
        var again = Click("d", after, link);

        Assert.Equal(touches + 1, Journey([Click("c", 0, "offer"), again]).Count);
        Assert.Equal(touches + 1, Journey([again, Click("c", 0, "offer")]).Count);
    }

    [Fact]
    public void Click_EveryEightMinutes_CountsAgainOnceTenHavePassed() =>
        Assert.Equal(
            [At(-600), At(0), At(16)],
            Journey([Click("a", 0, "offer"), Click("b", 8, "offer"), Click("c", 16, "offer"), Click("d", 24, "offer")]).Select(
                touch => touch.At));

    [Fact]
    public void Click_PartOfAnotherTouch_IsStillTheLeadsEvent()
    {
        var lead = Evaluate([Click("c", 0, "offer"), Click("d", 5, "offer")], View("v", 1) with { Campaign = Spring });

        var ids = lead.Events.Where(item => item.Event.Id is "c" or "d" or "v").Select(item => item.TouchId).Distinct();
        Assert.Equal(lead.Touches[^1].Id, Assert.Single(ids));
    }

    private static IReadOnlyList<Touch> Journey(IReadOnlyList<CapturedEvent> clicks, params CapturedEvent[] views) =>
        Evaluate(clicks, views).Touches;

    private static LeadSnapshot Evaluate(IReadOnlyList<CapturedEvent> clicks, params CapturedEvent[] views)
    {
        var form = Form("f", -600, "ann");
        var visitor = new VisitorFacts(Visitor, [form, .. views], [Link(form)], []);
        var history = new LeadHistory(new LeadFacts(Lead("ann"), [Visitor], clicks), [visitor]);
        return new LeadView(Rules.Shipped, new LocalTime(TimeZoneInfo.Utc)).Evaluate(history, At(1_000))!;
    }

    private static CapturedEvent Click(string id, double minutes, string link) =>
        Sample.Click(id, At(minutes), Lead("ann"), link) with { Campaign = Spring };
}
