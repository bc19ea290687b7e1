using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Crm;
using Pipeline.Functions.Capture;
using Pipeline.Imports;
using Pipeline.Leads.Pages;
using Pipeline.Leads.Shown;
using Pipeline.Lifecycle;
using Pipeline.LocalHost.Demo;
using Pipeline.Reports;
using Pipeline.Rollups.Rebuilds;
using Pipeline.Storage.Shared;
using Pipeline.Testing;
using Pipeline.Time;
using Pipeline.UnitTests.Capture;
using Xunit.Abstractions;

namespace Pipeline.UnitTests.Cost;

/// <summary>
/// What lists and the reports on pages cost for the demo year: its 600 leads, and of those who are none every twentieth, or all with
/// <c>PIPELINE_DEMO_YEAR=1</c>.
/// </summary>
public sealed class PageCostTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset End = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task DemoYear_ListsAndReportsOnPages_CostFewCallsWhateverTheNumberOfLeads()
    {
        using var bed = PipelineBed.InMemory();
        await LoadAsync(bed);
        var before = await AnswersAsync(bed);
        Assert.InRange(before["leads stage=mql"].Calls, DemoWorld.Leads, 2 * DemoWorld.Leads);

        await bed.NightAsync();
        bed.Calls.Reset();
        var after = await AnswersAsync(bed);

        foreach (var (name, (calls, text)) in after)
        {
            output.WriteLine($"{name}: {before[name].Calls} calls before, {calls} with pages");
            Assert.Equal(before[name].Text, text);
            Assert.InRange(calls, 1, name.Split(' ')[0] switch { "leads" => 5, "runway" => 45, _ => 40 });
        }

        await MeasureAsync(bed);
    }

    private static async Task LoadAsync(PipelineBed bed)
    {
        var isWhole = Environment.GetEnvironmentVariable("PIPELINE_DEMO_YEAR") is not null;
        var world = DemoWorld.Until(End);
        using var capture = new CaptureBed();
        foreach (var person in world.People.Where(person => isWhole || person.FilledAt is not null || person.Number % 20 == 0))
        {
            var body = new JsonObject { ["v"] = 1, ["events"] = new JsonArray([.. DemoEvents.Of(person)]) }.ToJsonString();
            var context = capture.Request("POST", "https://data.example.org/api/events");
            context.Request.ContentType = "application/json";
            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
            await CaptureBed.AnswerAsync(context, capture.Function<ImportEvents>().Run(context.Request, default));
        }

        foreach (var events in capture.Queue.Events.Chunk(50))
        {
            await bed.HandleAsync(PipelineBed.Message(events));
        }

        await bed.DrainAsync();
        await bed.Get<LeadImports>().TakeCrmAsync(
            new ImportRequest { Body = Encoding.UTF8.GetBytes(DemoTables.Crm(world, End)), ContentType = "text/csv" }, default);
        await bed.DrainAsync();
        var today = bed.Get<LocalTime>().DayOf(bed.Clock.GetUtcNow());
        await bed.Get<RebuildHandler>().StartAsync(today.AddDays(-366), today, deep: false, default);
        await bed.DrainAsync();
        Assert.Equal(DemoWorld.Leads, bed.Memory!.Rows(TableNames.Ranks).Count);
    }

    // Every question twice: the first one fills the caches of rules.
    private static async Task<Dictionary<string, (int Calls, string Text)>> AnswersAsync(PipelineBed bed)
    {
        var answers = new Dictionary<string, (int, string)>();
        foreach (var list in new[] { "", "stage=mql", "stage=customer&grade=D", "q=gmail", "owner=olga&count=200" })
        {
            await AddAsync($"leads {list}", async () => (await bed.Get<LeadLists>().ListAsync(List(list), default)).Leads);
        }

        foreach (var report in new[] { "funnel", "runway", "nurture" })
        {
            var kind = bed.Get<ReportKinds>().Find(report)!;
            var query = Sample.Query("from=2025-03-01&to=2026-02-28", bed.Clock.GetUtcNow(), bed.Get<LocalTime>());
            await AddAsync(report, async () => await kind.AnswerAsync(query, default));
        }

        return answers;

        async Task AddAsync(string name, Func<Task<object>> ask)
        {
            await ask();
            bed.Calls.Reset();
            answers[name] = (bed.Calls.Total, System.Text.Json.JsonSerializer.Serialize(await ask()));
            answers[name] = (bed.Calls.Total, answers[name].Item2);
        }
    }

    private async Task MeasureAsync(PipelineBed bed)
    {
        var pages = await bed.Get<ILeadPageStore>().ListAsync(default);
        var entries = pages.SelectMany(page => PageText.Read(page.Text)).ToList();
        Assert.Equal(DemoWorld.Leads, entries.Count);
        var packed = pages.Sum(page => (long)page.Text.Length);
        var alone = entries.Average(entry => (double)PageText.Write([entry]).Length);
        var json = pages.Sum(page => long.Parse(page.Text.Split('|')[0], System.Globalization.CultureInfo.InvariantCulture));
        output.WriteLine(
            $"{entries.Count} entries on {pages.Count} pages: {packed / entries.Count} bytes each as stored, "
                + $"{json / entries.Count} as JSON, {alone:F0} alone; longest page {pages.Max(page => page.Text.Length)}.");
        Assert.InRange(packed / entries.Count, 100, 1_000);
        Assert.All(pages, page => Assert.InRange(page.Text.Length, 1, PageText.MaxLength));
    }

    private static LeadListQuery List(string text)
    {
        var values = text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(
            pair => pair[0], pair => pair[1]);
        return LeadListQuery.Read(values.GetValueOrDefault, new StageBook(StagesDocument.Default), []);
    }
}
