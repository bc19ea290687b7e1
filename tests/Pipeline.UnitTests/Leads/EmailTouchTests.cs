using Pipeline.Channels;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Testing;
using Pipeline.Time;

namespace Pipeline.UnitTests.Leads;

public sealed class EmailTouchTests
{
    private const string Lead = "l_abcdefghijklmnopqrstuvwx23";
    private const string Visitor = "abcdefghijklmnopqrstuvwx23";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Evaluate_ClickInAnEmail_IsATouchOfItsOwn()
    {
        var click = Click("c1", "spring", Start.AddHours(1));

        var lead = Evaluate([Form(), click], []);

        var touch = Assert.Single(lead.Touches);
        Assert.Equal((FactKey.Of("c1"), click.OccurredAt, "letter"), (touch.Id, touch.At, touch.Source.Source));
        Assert.Equal(ChannelNames.Email, touch.Source.Channel);
        Assert.Equal(touch.Id, lead.Events.Single(item => item.Event.Id == "c1").TouchId);
    }

    [Fact]
    public void Evaluate_ClickBeforeTheFormFill_LeavesWhoTheLeadIs()
    {
        var lead = Evaluate([Form(), Click("c1", "spring", Start.AddHours(-1))], []);

        Assert.Equal(("ann@example.org", Start), (lead.Email, lead.CreatedAt));
        Assert.Single(lead.Touches);
    }

    [Fact]
    public void Evaluate_ClicksWithoutAnythingElse_AreNoLead() =>
        Assert.Null(View().Evaluate(new LeadHistory(new LeadFacts(Lead, [], [Click("c1", "spring", Start)]), []), Start.AddDays(1)));

    [Fact]
    public void Evaluate_ClicksOfALinkScanner_AreKeptButNoTouchesAndNoPoints()
    {
        CapturedEvent[] clicks = [Click("c1", "a", Start), Click("c2", "b", Start.AddSeconds(4)), Click("c3", "c", Start.AddSeconds(8))];

        var two = Evaluate([Form(), clicks[0], clicks[1]], []);
        var three = Evaluate([Form(), .. clicks], []);

        Assert.Equal((2, 3), (two.Touches.Count, two.Events.Count));
        Assert.Equal((0, 4), (three.Touches.Count, three.Events.Count));
        Assert.Equal(3, three.Events.Count(item => item.Event.Automatic));
    }

    [Fact]
    public void Evaluate_VisitOfAMachine_IsNoTouch()
    {
        var page = Sample.View("p1", Start, Visitor) with { Automatic = true, Marks = ["bot:googlebot"] };
        var form = Form() with { Id = "f2", VisitorId = Visitor, OccurredAt = Start.AddMinutes(1) };
        var machine = new VisitorFacts(Visitor, [page, form], [LinkFact.Of(form)!], []);
        var person = machine with { Events = [page with { Automatic = false, Marks = null }, form] };

        Assert.Empty(Evaluate([], [machine]).Touches);
        Assert.Single(Evaluate([], [person]).Touches);
    }

    private static LeadSnapshot Evaluate(IReadOnlyList<CapturedEvent> events, IReadOnlyList<VisitorFacts> visitors) =>
        View().Evaluate(
            new LeadHistory(new LeadFacts(Lead, [.. visitors.Select(visitor => visitor.VisitorId)], events), visitors), Start.AddDays(1))!;

    private static LeadView View() => new(Rules.Shipped, new LocalTime(TimeZoneInfo.Utc));

    private static CapturedEvent Form() => Sample.Form("f1", Start, visitor: null, "ann@example.org") with { LeadId = Lead };

    private static CapturedEvent Click(string id, string link, DateTimeOffset at) => Sample.Click(id, at, Lead, link);
}
