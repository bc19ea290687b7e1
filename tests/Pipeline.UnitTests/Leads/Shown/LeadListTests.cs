using Pipeline.Crm;
using Pipeline.Events;
using Pipeline.Imports;
using Pipeline.Leads;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads.Shown;

public sealed class LeadListTests : IDisposable
{
    private readonly PipelineBed _bed = PipelineBed.InMemory();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("q=acme", "ann bob")]
    [InlineData("q=ACME", "ann bob")]
    [InlineData("q=martin", "cid")]
    [InlineData("q=garcia", "dan")]
    [InlineData("q=dana garcia", "dan")]
    [InlineData("q=example.org", "ann bob cid dan")]
    [InlineData("q=ann", "ann")]
    [InlineData("q=ann@example.org", "ann")]
    [InlineData("q= ANN@Example.org ", "ann")]
    [InlineData("q=ann@exam", "ann")]
    [InlineData("q=nobody@example.org", "")]
    [InlineData("q=ann@example.org&stage=mql", "")]
    [InlineData("q=dan@example.org&stage=mql", "dan")]
    [InlineData("grade=d&q=acme", "ann bob")]
    [InlineData("grade=A", "")]
    [InlineData("stage=mql", "dan")]
    [InlineData("stage=lead&q=acme", "ann bob")]
    [InlineData("owner=Olga", "cid")]
    [InlineData("since=2026-03-02T08:10:00Z", "bob cid dan")]
    [InlineData("since=2026-03-02T08:10:00Z&until=2026-03-02T08:20:00Z", "bob cid")]
    [InlineData("until=2026-03-02T08:09:59Z", "ann")]
    public async Task List_Filtered_ShowsThoseThatMatch(string query, string expected)
    {
        await _bed.CaptureAsync(
            Lead("ann", 0, ("company", "Acme Ltd")),
            Lead("bob", 10, ("company", "ACME"), ("owner", "olga")),
            Lead("cid", 20, ("name", "Cid Martin")),
            Lead("dan", 30, ("First_Name", "Dana"), ("Last_Name", "Garcia")) with { Form = "demo" });
        // A form field of that name is no owner.
        await _bed.Get<LeadImports>().TakeCrmAsync(
            new ImportRequest
            {
                Body = """{"email":"cid@example.org","stage":"lead","date":"2026-03-02T08:20:00Z","owner":"olga"}"""u8.ToArray(),
            }, default);
        await _bed.DrainAsync();

        var page = await _bed.Get<LeadQueries>().ListAsync(Query(query), default);

        Assert.Equal(expected, string.Join(' ', page.Leads.Select(lead => lead.Email.Split('@')[0]).Order()));
        Assert.Null(page.Next);
    }

    [Fact]
    public void Read_WrongParameters_AreAllTold()
    {
        var problems = new List<Problem>();

        LeadListQuery.Read(
            name => name switch
            {
                "stage" => "mql' or 1 eq 1",
                "grade" => "E",
                "since" => "yesterday",
                "until" => "x",
                "q" => new string('q', LeadFilter.MaxSearch + 1),
                "count" => "0",
                "cursor" => "x",
                "at" => "x",
                _ => null,
            },
            new StageBook(StagesDocument.Default),
            problems);

        Assert.Equal(["at", "count", "cursor", "grade", "q", "since", "stage", "until"], problems.Select(problem => problem.Field).Order());
    }

    [Theory]
    [InlineData("zzz", "Known: ")]
    [InlineData("custmer", "Did you mean Customer?")]
    [InlineData("Closed wno", "Known: ")]
    public void Read_UnknownStage_IsRefusedWithTheNearest(string stage, string words)
    {
        var problems = new List<Problem>();

        LeadListQuery.Read(name => name == "stage" ? stage : null, new StageBook(StagesDocument.Default), problems);

        Assert.Equal("stage", Assert.Single(problems).Field);
        Assert.Contains(words, problems[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CUSTOMER")]
    [InlineData("Closed Won")]
    [InlineData("gagne")]
    public void Read_AnyNameOfAStage_IsTheStage(string stage) => Assert.Equal(
        StageNames.Customer,
        LeadListQuery.Read(
            name => name == "stage" ? stage : null, new StageBook(StagesDocument.Default), new List<Problem>()).Filter.Stage);

    [Fact]
    public async Task List_WhileOthersChange_ShowsEachUnchangedLeadOnce()
    {
        await FillAsync(40);
        var seen = new List<string>();
        var query = Query("count=7&q=example.org");
        for (var page = 0; ; page++)
        {
            var answer = await _bed.Get<LeadQueries>().ListAsync(query, default);
            seen.AddRange(answer.Leads.Select(lead => lead.LeadId));
            if (answer.Next is null)
            {
                break;
            }

            query = query with { Cursor = answer.Next };
            var (up, down) = (page, 39 - page);
            await _bed.CaptureAsync(
                View($"up {page}", 30, "/pricing", visitor: $"visitor{up}"),
                Event(EventType.Custom, $"down {page}", 30, $"visitor{down}") with { Name = "unsubscribe" });
        }

        var unchanged = Enumerable.Range(6, 28).Select(i => Lead($"p{i}")).ToList();
        Assert.All(unchanged, id => Assert.Single(seen, id));
    }

    [Fact]
    public async Task List_ThatLooksTooLong_EndsWithACursorAndGoesOnFromThere()
    {
        await FillAsync(230);
        _bed.Calls.After = call =>
        {
            _bed.Clock.Advance(call.Target == TableNames.Ranks ? LeadQueries.MaxScan : TimeSpan.Zero);
            return Task.CompletedTask;
        };
        var seen = new List<string>();
        var pages = 0;
        for (var query = Query("count=200"); ; pages++)
        {
            var answer = await _bed.Get<LeadQueries>().ListAsync(query with { Filter = new LeadFilter { Text = "p77 inc" } }, default);
            seen.AddRange(answer.Leads.Select(lead => lead.LeadId));
            if (answer.Next is null)
            {
                break;
            }

            query = query with { Cursor = answer.Next };
        }

        Assert.Equal([Lead("p77")], seen);
        Assert.Equal(2, pages);
    }

    [Fact]
    public async Task Sources_OlderVisitorThatJoinsLate_CorrectsTheOriginalOne()
    {
        await _bed.CaptureAsync(View("a", 0, "/", "google"), Form("f", 1, "ann").Queued(), View("d", 45));
        var before = await SummaryAsync();
        Assert.Equal(("google", "google"), (before.FirstTouch!.Source.Source, before.FirstKnownTouch!.Source.Source));

        await _bed.CaptureAsync(
            View("x", -900, visitor: "phone"), View("y", -800, "/", "twitter", "phone"), Form("g", 55, "ann", "phone").Queued());

        var after = await SummaryAsync();
        Assert.Equal(("Direct", At(-900)), (after.FirstTouch!.Source.Channel, after.FirstTouch.At));
        Assert.Equal(("twitter", At(-800)), (after.FirstKnownTouch!.Source.Source, after.FirstKnownTouch.At));
        Assert.Equal(At(55), after.LatestTouch!.At);
        Assert.NotEqual("Direct", after.LatestKnownTouch!.Source.Channel);
        var detail = (await _bed.Get<LeadQueries>().GetAsync(Lead("ann"), null, default))!.Lead;
        Assert.Equal(
            (after.FirstTouch, after.FirstKnownTouch, after.LatestTouch, after.LatestKnownTouch),
            (detail.FirstTouch, detail.FirstKnownTouch, detail.LatestTouch, detail.LatestKnownTouch));
    }

    [Fact]
    public async Task Tablet_ThreeAddressesInFortyMinutes_ThreeLeadsAndTheFlag_UndoRestoresEverything()
    {
        await _bed.CaptureAsync(
            View("home", -10, "/", "twitter"), Form("1", 0, "ann").Queued(), Form("2", 20, "bob").Queued(), View("own", 25));
        var ann = await DetailAsync("ann");
        await _bed.CaptureAsync(Form("3", 40, "cid").Queued(), View("later", 41, "/pricing"), View("much later", 50, "/pricing"));

        var cid = await DetailAsync("cid");
        Assert.Equal(["3"], cid.Journey.SelectMany(entry => entry.Events).Select(entry => entry.Id));
        Assert.All(new[] { await DetailAsync("ann"), await DetailAsync("bob"), cid }, lead =>
        {
            Assert.Single(lead.Journey);
            Assert.Equal((Visitor, At(40)), (Assert.Single(lead.SharedDevices).VisitorId, lead.SharedDevices[0].Since));
        });
        Assert.Equal(["home", "1"], (await DetailAsync("ann")).Journey[0].Events.Select(entry => entry.Id));
        Assert.Equal(["2", "own"], (await DetailAsync("bob")).Journey[0].Events.Select(entry => entry.Id));

        await _bed.Get<LinkUndo>().UndoAsync(Lead("cid"), cid.Links[0].LinkId, new ActionNote(null, null), default);
        await _bed.DrainAsync();

        Assert.Equal(Text(ann), Text(await DetailAsync("ann")));
        Assert.Equal(["2", "own", "later", "much later"], (await DetailAsync("bob")).Journey[0].Events.Select(entry => entry.Id));
        Assert.Empty((await DetailAsync("bob")).SharedDevices);
        Assert.Equal(["3"], (await DetailAsync("cid")).Journey.SelectMany(entry => entry.Events).Select(entry => entry.Id));
    }

    private static string Text(LeadDetail lead) => System.Text.Json.JsonSerializer.Serialize(lead);

    private static LeadListQuery Query(string text)
    {
        var parameters = text.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var problems = new List<Problem>();
        var query = LeadListQuery.Read(parameters.GetValueOrDefault, new StageBook(StagesDocument.Default), problems);
        Assert.Empty(problems);
        return query;
    }

    private static CapturedEvent Lead(string name, double minutes, params (string Name, string Value)[] fields) =>
        Form($"form of {name}", minutes, name, $"visitor of {name}").Queued() with
        {
            Fields = new SortedDictionary<string, string>(
                fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
        };

    private static string Lead(string name) => PipelineBed.LeadIds.Of(Email(name));

    private async Task FillAsync(int leads)
    {
        for (var i = 0; i < leads; i++)
        {
            var form = Lead($"p{i}", 0, ("company", $"p{i} inc")) with { VisitorId = $"visitor{i}" };
            await _bed.CaptureAsync(
                [form, .. Enumerable.Range(0, i % 5).Select(j => View($"{i} {j}", j, $"/{j}", visitor: $"visitor{i}"))]);
        }
    }

    private async Task<LeadDetail> DetailAsync(string name) => (await _bed.Get<LeadQueries>().GetAsync(Lead(name), null, default))!;

    private async Task<LeadSummary> SummaryAsync() =>
        Assert.Single((await _bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads);
}
