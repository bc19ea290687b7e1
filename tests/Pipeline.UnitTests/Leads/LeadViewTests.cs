using System.Text.Json;
using Pipeline.Events;
using Pipeline.Events.Disowns;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Scoring;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads;

public sealed class LeadViewTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    private LeadView Views => new(Rules.Shipped, _bed.Get<LocalTime>());

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Evaluate_AnonymousHistory_BelongsToTheLead()
    {
        var lead = Evaluate("ann", 60, View("a", 0, "/", "twitter"), View("b", 1), Form("f", 2, "ann"))!;

        Assert.Equal(["a", "b", "f"], lead.Events.Select(item => item.Event.Id));
        var touch = Assert.Single(lead.Touches);
        Assert.Equal((At(0), "twitter", "Organic Social"), (touch.At, touch.Source.Source, touch.Source.Channel));
        Assert.Equal(At(2), lead.CreatedAt);
        Assert.Equal(Email("ann"), lead.Email);
    }

    [Fact]
    public void Evaluate_TradeFairTablet_GivesThreeLeadsATouchEach()
    {
        CapturedEvent[] events =
        [
            View("home", -10), Form("1", 0, "ann"), Form("2", 20, "bob"), Form("3", 40, "cid"), View("later", 41), View("much later", 500),
        ];

        Assert.Equal(["home", "1"], Evaluate("ann", 600, events)!.Events.Select(item => item.Event.Id));
        Assert.Equal(["2"], Evaluate("bob", 600, events)!.Events.Select(item => item.Event.Id));
        Assert.Equal(["3"], Evaluate("cid", 600, events)!.Events.Select(item => item.Event.Id));
        Assert.All(new[] { "ann", "bob", "cid" }, name => Assert.Single(Evaluate(name, 600, events)!.Touches));
    }

    [Fact]
    public void Evaluate_UndoOfTheTabletsLastLink_GivesWhatWouldBeWithoutIt()
    {
        CapturedEvent[] events = [View("home", -10), Form("1", 0, "ann"), Form("2", 20, "bob"), Form("3", 40, "cid"), View("later", 41)];
        var undo = new UndoFact { LinkKey = FactKey.Of("3"), VisitorId = Visitor, At = At(50) };

        Assert.Equal(["2", "later"], Evaluate("bob", 60, events, undo)!.Events.Select(item => item.Event.Id));
        Assert.Equal(["3"], Evaluate("cid", 60, events, undo)!.Events.Select(item => item.Event.Id));
        Assert.Equal(["2"], Evaluate("bob", 49, events, undo)!.Events.Select(item => item.Event.Id));
    }

    [Fact]
    public void Evaluate_UndoBeforeItsLink_Counts()
    {
        var undo = new UndoFact { LinkKey = FactKey.Of("i"), VisitorId = Visitor, At = At(0) };

        Assert.Null(Evaluate("bob", 60, [View("a", 1), Identify("i", 10, "bob")], undo));
    }

    [Fact]
    public void Evaluate_TouchSharedWithAnotherLead_IsDatedAtItsOwnFirstEvent()
    {
        var bob = Evaluate("bob", 60, View("a", 0, "/", "twitter"), Form("1", 1, "ann"), Identify("2", 5, "bob"), View("b", 6))!;

        var touch = Assert.Single(bob.Touches);
        Assert.Equal((At(5), "twitter"), (touch.At, touch.Source.Source));
    }

    [Fact]
    public void Evaluate_EventsOfAnEmailAlone_AreEventsButNoTouch()
    {
        var webinar = Event(EventType.Custom, "w", 0, null) with { Email = Email("ann"), LeadId = Lead("ann") };

        var lead = Views.Evaluate(new LeadHistory(new LeadFacts(Lead("ann"), [], [webinar]), []), At(1))!;

        Assert.Equal(["w"], lead.Events.Select(item => item.Event.Id));
        Assert.Empty(lead.Touches);
        Assert.Null(Views.Evaluate(new LeadHistory(new LeadFacts(Lead("ann"), [], [webinar]), []), At(0).AddMilliseconds(-1)));
    }

    [Fact]
    public void Evaluate_AnyWorldAtAnyMoment_IsTheViewOfTheFactsUpToThen()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var world = WorldGenerator.Make(seed);
            var at = world.Start + ((world.End - world.Start) * random.NextDouble());
            foreach (var leadId in world.LeadIds)
            {
                var all = Views.Evaluate(History(leadId, world.Kept), at);
                var some = Views.Evaluate(History(leadId, world.Kept.Where(captured => captured.OccurredAt <= at)), at);

                Assert.True(Text(all) == Text(some), $"World {seed}, {leadId} at {at:O}");
            }
        }
    }

    [Fact]
    public void Evaluate_AnyWorldWithADisownedClaim_IsTheViewWithoutIt()
    {
        var compared = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var world = WorldGenerator.Make(seed);
            var claims = world.Kept.Where(captured => captured is { Email: not null, VisitorId: not null }).ToList();
            if (claims.Count == 0)
            {
                continue;
            }

            var claim = claims[random.Next(claims.Count)];
            var claimed = PipelineBed.LeadIds.Of(claim.Email!);
            var disown = new Disown
            {
                LeadId = claimed,
                EventId = random.Next(2) == 0 ? claim.Id : null,
                VisitorId = claim.VisitorId,
                Decisions = [new DisownDecision(world.Start, false, "olga", null)],
            };
            var without = world.Kept.Where(captured => disown.EventId is { } id
                ? captured.Id != id
                : captured.VisitorId != claim.VisitorId || captured.Email != claim.Email).ToList();
            foreach (var leadId in world.LeadIds)
            {
                var history = History(leadId, world.Kept);
                history = history with
                {
                    Visitors = [.. history.Visitors.Select(visitor =>
                        visitor.VisitorId == claim.VisitorId ? visitor with { Disowns = [disown] } : visitor)],
                };

                Assert.True(
                    Text(Views.Evaluate(history, world.End)) == Text(Views.Evaluate(History(leadId, without), world.End)),
                    $"World {seed}, {leadId} without {disown.EventId ?? "all"} of {claim.VisitorId}");
                compared++;
            }
        }

        Assert.InRange(compared, 200, int.MaxValue);
    }

    [Fact]
    public void Evaluate_AnyWorld_LedgerSumsToTheScoreAndTouchesAreInOrder()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var world = WorldGenerator.Make(seed);
            foreach (var lead in world.LeadIds.Select(id => Views.Evaluate(History(id, world.Kept), world.End)).OfType<LeadSnapshot>())
            {
                Assert.Equal(lead.Ledger.ShownScore, lead.Ledger.Lines.Sum(line => line.ShownPoints));
                Assert.Equal(lead.Touches.OrderBy(touch => touch.At), lead.Touches);
                Assert.All(
                    lead.Conversions,
                    conversion => Assert.All(conversion.Touches, touch => Assert.True(touch.At <= conversion.Conversion.At)));
            }
        }
    }

    // Someone who knows the address sends a visit that claims to be five days old, and a form, an hour after the lead's own.
    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Evaluate_VisitReceivedAroundAnHourAfterTheLead_GivesATouchOnlyUpTo(int milliseconds, bool counts)
    {
        var form = Form("f", 2, "ann");
        var received = form.ReceivedAt.AddHours(1).AddMilliseconds(milliseconds);

        var lead = Evaluate(
            "ann",
            600,
            View("a", 0, "/", "twitter"),
            form,
            View("x", -7200, "/", "google", "stranger") with { ReceivedAt = received },
            Form("g", 70, "ann", "stranger"))!;

        Assert.Equal(counts ? 2 : 1, lead.Conversions[0].Touches.Count);
        Assert.Equal(counts ? "google" : "twitter", lead.FirstTouch!.Source.Source);
        Assert.Equal(counts ? "google" : "twitter", lead.FirstKnownTouch!.Source.Source);
        Assert.Contains(lead.Touches, touch => touch.Source.Source == "google");
    }

    [Fact]
    public void Evaluate_OldVisitsThatAServerTells_GiveTouches()
    {
        CapturedEvent Old(bool fromServer, double days) => View("x", -1440 * days, "/", "google", "phone") with
        {
            FromServer = fromServer,
            ReceivedAt = At(5000),
        };

        CapturedEvent[] known = [View("a", 0, "/", "twitter"), Form("f", 2, "ann"), Form("g", 4990, "ann", "phone")];
        Assert.Equal("google", Evaluate("ann", 6000, [.. known, Old(true, 1)])!.FirstTouch!.Source.Source);
        Assert.Equal("twitter", Evaluate("ann", 6000, [.. known, Old(false, 1)])!.FirstTouch!.Source.Source);

        // Older than a browser's event can be: told by a server before that was noted.
        Assert.Equal("google", Evaluate("ann", 6000, [.. known, Old(false, 30)])!.FirstTouch!.Source.Source);
    }

    [Fact]
    public void Evaluate_FormSentLate_IsATouchOfTheVisitOfItsPage()
    {
        var late = Form("f", 4000, "ann") with { ReceivedAt = At(4000), PageId = "a", Marks = [EventTimes.DatedAtReceipt] };

        var lead = Evaluate("ann", 5000, View("a", 0, "/", "twitter"), View("b", 3999), late)!;

        Assert.Equal(At(4000), lead.CreatedAt);
        Assert.Equal([("twitter", At(0)), ("(direct)", At(3999))], lead.Touches.Select(touch => (touch.Source.Source, touch.At)));
        Assert.Equal("twitter", lead.FirstTouch!.Source.Source);
    }

    [Fact]
    public void Evaluate_FieldsOfFormsAndServers_TheServersStayWhateverFormsSayLater()
    {
        var lead = Evaluate(
            "ann",
            600,
            Typed("1", 0, ("company", "Acme"), ("phone", "1")),
            Typed("2", 1, ("Company", "Muster")) with { FromServer = true },
            Typed("3", 2, ("company", "Invented"), ("phone", "2")),
            Typed("4", 3, ("phone", "2")))!;

        Assert.Equal(("Muster", "2"), (lead.Fields["company"], lead.Fields["phone"]));
        Assert.Equal(
            [("company", "server", "Invented", "form contact"), ("phone", "form contact", "1", "form contact")],
            lead.FieldValues.Select(field => (field.Name, field.Source, field.Before, field.BeforeSource)));
        Assert.Equal(At(3), lead.FieldValues[1].At);
    }

    [Theory]
    [InlineData(null, FitGrade.B)]
    [InlineData("form", FitGrade.B)]
    [InlineData("form of another browser", FitGrade.B)]
    [InlineData("form on another day", FitGrade.A)]
    [InlineData("server", FitGrade.A)]
    [InlineData("click", FitGrade.A)]
    [InlineData("click by a machine", FitGrade.B)]
    [InlineData("click without a visit", FitGrade.B)]
    public void Evaluate_FitByFormsAlone_IsAtMostBUntilConfirmed(string? then, FitGrade grade)
    {
        var click = Event(EventType.Click, "c", 59, null) with
        {
            LeadId = Lead("ann"),
            Campaign = new CampaignParameters { Source = "letter", Medium = "email" },
        };
        CapturedEvent[] more = then switch
        {
            "form" => [Form("g", 60, "ann")],
            "form of another browser" => [Form("g", 60, "ann", "phone")],
            "form on another day" => [Form("g", 1440, "ann", "phone")],
            "server" => [Form("g", 60, "ann") with { FromServer = true }],
            "click" => [click, Landing()],
            "click by a machine" => [click with { Automatic = true }, Landing()],
            "click without a visit" => [click],
            _ => [],
        };

        var lead = Evaluate("ann", 3000, [Typed("f", 0, ("company", "Acme"), ("job_title", "CEO"), ("employees", "200")), .. more])!;

        Assert.Equal((grade, grade != FitGrade.A), (lead.Fit.Grade, lead.Fit.Unconfirmed));
        Assert.Equal(grade == FitGrade.A, lead.Caution is null);

        static CapturedEvent Landing() => View("v", 60) with
        {
            Campaign = new CampaignParameters { Source = "letter", Medium = "email" },
        };
    }

    [Fact]
    public void Evaluate_ManyBrowsersClaimOneAddress_SaysHowManyToday()
    {
        CapturedEvent[] fills = [.. Enumerable.Range(0, 9).Select(n => Identify($"{n}", n, "ann") with { VisitorId = $"browser {n % 7}" })];

        Assert.Equal(
            "one visit, unverified, 9 fills from 7 browsers today",
            Evaluate("ann", 60, [View("v", -1, visitor: "browser 0"), .. fills])!.Caution);
        Assert.Equal("no visit, unverified, one fill from one browser today", Evaluate("ann", 60, fills[1])!.Caution);
        Assert.Equal("no visit, unverified", Evaluate("ann", 3000, fills[1])!.Caution);
    }

    private static CapturedEvent Typed(string id, double minutes, params (string Name, string Value)[] fields) =>
        Form(id, minutes, "ann") with
        {
            Fields = new SortedDictionary<string, string>(
                fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
        };

    private LeadSnapshot? Evaluate(string name, double minutes, params CapturedEvent[] events) => Evaluate(name, minutes, events, []);

    private LeadSnapshot? Evaluate(string name, double minutes, CapturedEvent[] events, params UndoFact[] undos) =>
        Views.Evaluate(History(Lead(name), events, undos), At(minutes));

    private static LeadHistory History(string leadId, IEnumerable<CapturedEvent> events, params UndoFact[] undos)
    {
        var all = events
            .Select(captured => captured.Email is { } email ? captured with { LeadId = PipelineBed.LeadIds.Of(email) } : captured)
            .ToList();
        var visitors = all.Where(captured => captured.VisitorId is not null).GroupBy(captured => captured.VisitorId!)
            .Select(group => new VisitorFacts(group.Key, [.. group], [.. group.Select(LinkFact.Of).OfType<LinkFact>()], undos))
            .Where(visitor => visitor.Links.Any(link => link.LeadId == leadId))
            .ToList();
        var own = all.Where(captured => captured.VisitorId is null && captured.LeadId == leadId).ToList();
        return new LeadHistory(new LeadFacts(leadId, [.. visitors.Select(visitor => visitor.VisitorId)], own), visitors);
    }

    private static string Text(LeadSnapshot? lead) =>
        lead is null ? "-" : JsonSerializer.Serialize(LeadDetail.Of(lead, new LeadHistory(new LeadFacts(lead.LeadId, [], []), []), false));
}
