using System.Text.Json;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Records;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Pipeline.Time;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Identity;

public sealed class VisitorViewTests
{
    private static readonly VisitorView Views = new(
        Rules.Shipped.Channels, new LocalTime(TimeZoneInfo.FindSystemTimeZoneById(PipelineBed.TimeZone)));

    [Fact]
    public void TryContinue_AnySplitOfAnyWorld_GivesTheStateOfAllFacts()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            foreach (var events in WorldGenerator.Make(seed).Kept.Where(e => e.VisitorId is not null)
                .GroupBy(e => e.VisitorId)
                .Select(g => g.ToArray()))
            {
                AssertSame(events, () => random.Next(1, 6), $"World {seed}");
            }
        }
    }

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(250)]
    public void TryContinue_ManyVisits_GivesTheStateAndOlderRowsOfAllFacts(int visits)
    {
        var events = Enumerable
            .Range(0, visits)
            .SelectMany(i => new[] { View($"p{i:D3}", i * 60), Seen($"s{i:D3}", (i * 60) + 5, $"p{i:D3}") });

        AssertSame([.. events], () => 7, $"{visits} visits");
    }

    [Fact]
    public void TryContinue_LateFormsOfPagesOfOlderVisits_GivesTheStateOfAllFacts()
    {
        var pages = Enumerable.Range(0, 150).Select(i => View($"p{i:D3}", i * 60));
        var forms = Enumerable.Range(0, 150).Select(i => Form($"f{i:D3}", 20_000 + i, "ann") with
        {
            ReceivedAt = At(20_000 + i),
            PageId = $"p{i:D3}",
            Marks = [EventTimes.DatedAtReceipt],
        });

        AssertSame([.. pages, .. forms, View("last", 20_200)], () => 7, "late forms");
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(401, 400)]
    [InlineData(2500, 400)]
    public void TryContinue_ManyLinks_KeepsTheFirstAndTheLast(int links, int kept)
    {
        var events = Enumerable.Range(0, links).Select(i => Identify($"i{i:D4}", i, i % 3 == 0 ? "ann" : "bob")).ToArray();

        AssertSame(events, () => 7, $"{links} links");

        var state = Views.TryContinue(Visitor, null, events)!.State;
        Assert.Equal((kept, "i0000", $"i{links - 1:D4}"), (state.Links.Count, state.Links[0].EventId, state.Links[^1].EventId));
        Assert.InRange(JsonSerializer.Serialize(state, IdentityJson.Stored.VisitorState).Length, 1, 300_000);
    }

    [Fact]
    public void TryContinue_LateEvent_AsksForTheFacts()
    {
        var state = Views.TryContinue(Visitor, null, [View("a", 10)])!.State;

        Assert.Null(Views.TryContinue(Visitor, state, [View("b", 9)]));
        Assert.Null(Views.TryContinue(Visitor, state, [View("a", 10)]));
    }

    [Fact]
    public void TryContinue_EngagementOfAPageInAnOlderRow_AsksForTheFactsWhichExtendIt()
    {
        var events = Enumerable.Range(0, 150).Select(i => View($"p{i:D3}", i * 60)).ToArray();
        var state = Views.FromFacts(null, new VisitorFacts(Visitor, events, [], []), []).State;
        var seen = Seen("s", 150 * 60, "p003");

        Assert.Null(Views.TryContinue(Visitor, state, [seen]));
        var result = Views.FromFacts(state, new VisitorFacts(Visitor, events, [], []), [seen]);

        Assert.Equal(seen.OccurredAt, Assert.Single(result.OlderVisits).Visits[3].LastAt);
        Assert.Empty(result.ChangedDays);
    }

    [Fact]
    public void TryContinue_EngagementOfAnUnknownPageAndNoOlderVisits_NeedsNoFacts()
    {
        var state = Views.TryContinue(Visitor, null, [View("a", 10)])!.State;

        Assert.NotNull(Views.TryContinue(Visitor, state, [Seen("s", 11, "unknown")]));
    }

    [Fact]
    public void FromFacts_LateEventAfterManyVisits_WritesAndMarksOnlyWhatChanges()
    {
        var events = Enumerable.Range(0, 250).Select(i => View($"p{i:D3}", i * 600)).ToArray();
        var facts = new VisitorFacts(Visitor, events, [], []);
        var state = Views.FromFacts(null, facts, []).State;

        var result = Views.FromFacts(state, facts, [View("late", (240 * 600) + 1)]);

        Assert.Empty(result.OlderVisits);
        Assert.Empty(result.ChangedDays);
        Assert.Equal(2, result.State.Visits.Single(visit => visit.Id == FactKey.Of("p240")).PageViews);
    }

    [Fact]
    public void FromFacts_LateEventThatStartsTheVisit_MarksBothDays()
    {
        var facts = new VisitorFacts(Visitor, [View("b", 15.5 * 60)], [], []);
        var state = Views.FromFacts(null, facts, []).State;

        // 23:30 in Paris is 22:30 UTC: the visit moves from the 3rd to the 2nd.
        var result = Views.FromFacts(state, facts, [View("a", (15.5 * 60) - 45), View("a2", (15.5 * 60) - 20)]);

        Assert.Equal([new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 3)], result.ChangedDays.Order());
        Assert.Equal(["2026-03-02"], result.State.Days);
    }

    [Fact]
    public void FromFacts_VersionWithoutLink_RemembersTheFormerLead()
    {
        var form = Form("f", 0, "ann");
        var facts = new VisitorFacts(Visitor, [form], [Link(form)], []);
        var state = Views.FromFacts(null, facts, []).State;

        var result = Views.FromFacts(state, facts, [View("f", 0)]);

        Assert.Empty(result.State.Links);
        Assert.Equal([Lead("ann")], result.State.FormerLeads);
    }

    [Fact]
    public void FromFacts_Undos_AreListedOnce()
    {
        var undo = new UndoFact { LinkKey = FactKey.Of("f"), VisitorId = Visitor, At = At(9) };
        var form = Form("f", 0, "ann");

        var state = Views.FromFacts(null, new VisitorFacts(Visitor, [form], [Link(form)], [undo, undo with { At = At(10) }]), []).State;

        Assert.Equal([FactKey.Of("f")], state.UndoneLinks);
        Assert.Single(state.Links);
    }

    private static void AssertSame(CapturedEvent[] events, Func<int> size, string what)
    {
        var links = events.Select(LinkFact.Of).OfType<LinkFact>().ToList();
        var whole = Views.FromFacts(null, new VisitorFacts(events[0].VisitorId!, events, links, []), []);
        var rows = new SortedDictionary<int, IReadOnlyList<Visit>>();
        VisitorState? state = null;
        for (var from = 0; from < events.Length;)
        {
            var slice = events[from..Math.Min(from + size(), events.Length)];
            var before = new VisitorFacts(
                events[0].VisitorId!, events[..from], [.. events[..from].Select(LinkFact.Of).OfType<LinkFact>()], []);
            var result = Views.TryContinue(events[0].VisitorId!, state, slice) ?? Views.FromFacts(state, before, slice);
            foreach (var (row, visits) in result.OlderVisits)
            {
                rows[row] = visits;
            }

            state = result.State;
            from += slice.Length;
        }

        Assert.True(Text(whole.State) == Text(state!), what);
        Assert.Equal(whole.OlderVisits.Select(row => Text(row.Visits)), rows.Values.Select(Text));
    }

    private static string Text(VisitorState state) => JsonSerializer.Serialize(state, IdentityJson.Stored.VisitorState);

    private static string Text(IReadOnlyList<Visit> visits) => JsonSerializer.Serialize([.. visits], IdentityJson.Stored.VisitArray);
}
