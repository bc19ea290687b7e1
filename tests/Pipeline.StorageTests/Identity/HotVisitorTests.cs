using System.Collections.Concurrent;
using System.Diagnostics;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Testing;
using Xunit.Abstractions;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Identity;

[Collection("azurite")]
public sealed class HotVisitorTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Workers = 8;
    private const int EventsPerMessage = 25;
    private const int Browsers = 40;
    private const string Visitor = "hotvisitor2";
    private const string Email = "ann@example.org";
    private static readonly int Events = TestSize.Of(2000);

    [Fact]
    public async Task EightWorkers_OneHotVisitorAndLead_LoseAndDoubleNothing()
    {
        var name = azurite.NewTableName("Hot");
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, name);
        using var other = await PipelineBed.OnAccountAsync(azurite.ConnectionString, name);
        await bed.HandleAsync(PipelineBed.Message(Form("form", Visitor, Email, -1)));
        var sent = Enumerable.Range(0, Events).Select(i => View($"e{i:D4}", Visitor, i)).ToList();

        await WorkAsync([bed, other], sent);

        var facts = await bed.Get<IVisitorStore>().GetFactsAsync(Visitor, default);
        Assert.Equal(
            ["form", .. sent.Select(captured => captured.Id)],
            facts.Events.OrderBy(captured => captured.Order).Select(captured => captured.Id));
        var state = (await bed.Get<IVisitorStore>().GetStateAsync(Visitor, default)).Value!;
        Assert.Equal(Events, Assert.Single(state.Visits).PageViews);
        var lead = (await bed.Get<LeadQueries>().GetAsync(PipelineBed.LeadIds.Of(Email), null, default))!;
        Assert.Equal(Events + 1, Assert.Single(lead.Journey).Events.Count);
        var profile = (await bed.Get<ILeadStore>().GetProfileAsync(PipelineBed.LeadIds.Of(Email), default)).Value!;
        Assert.Equal(sent[^1].OccurredAt, profile.LastActivityAt);
        Assert.Single((await bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads);
        Assert.Contains(profile.RankKey, (await bed.Get<IRankIndex>().ListAsync(null, 10, default)).Select(entry => entry.RankKey));
    }

    [Fact]
    public async Task EightWorkers_OneHotLeadOnFortyBrowsers_LoseAndDoubleNothing()
    {
        var name = azurite.NewTableName("HotLead");
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, name);
        using var other = await PipelineBed.OnAccountAsync(azurite.ConnectionString, name);
        var sent = Enumerable.Range(0, Events).Select(i => View($"e{i:D4}", Browser(i), i)).ToList();
        var forms = Enumerable.Range(0, Browsers)
            .Select(i => Form($"form{i:D2}", Browser(i), Email, Events + i) with { Form = "demo" })
            .ToList();
        var webinars = Enumerable.Range(0, 20).Select(i => View($"w{i:D2}", "nobody", Events + 100 + i) with
        {
            Type = EventType.Custom,
            VisitorId = null,
            Email = Email,
            Name = "webinar",
        }).ToList();

        // Every browser's form makes a link in the middle of the others' events, so that all workers write the same lead.
        await WorkAsync([bed, other], [.. sent.Take(Events / 2), .. forms, .. webinars, .. sent.Skip(Events / 2), .. forms.Take(10)]);

        var lead = (await bed.Get<LeadQueries>().GetAsync(PipelineBed.LeadIds.Of(Email), null, default))!;
        Assert.Equal(Browsers, lead.Links.Count);
        Assert.Equal(
            sent.Concat(forms).Concat(webinars).Select(captured => captured.Id).Order(),
            lead.Journey.SelectMany(entry => entry.Events).Concat(lead.OtherEvents).Select(entry => entry.Id).Order());
        Assert.Equal(Browsers, lead.Journey.Count);
        var profile = (await bed.Get<ILeadStore>().GetProfileAsync(PipelineBed.LeadIds.Of(Email), default)).Value!;
        Assert.Equal((lead.Lead.LastActivityAt, lead.Lead.Stage), (profile.LastActivityAt, profile.Stage));
        var listed = Assert.Single((await bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads);
        Assert.Equal(lead.Lead.Score, listed.Score);
        Assert.Single(lead.Handoffs);
    }

    private static string Browser(int i) => $"hotbrowser{i % Browsers:D2}";

    // Eight workers of two processes, each with kept states of its own, take messages until none waits; one that stays in conflict beyond
    // its tries comes again, as from a queue.
    private async Task WorkAsync(PipelineBed[] beds, List<CapturedEvent> sent)
    {
        foreach (var message in sent.Chunk(EventsPerMessage).Select(events => PipelineBed.Message(events)))
        {
            beds[0].Queue.Put(message);
        }

        var (conflicts, redelivered) = (new ConcurrentDictionary<string, int>(), new ConcurrentDictionary<WorkMessage, int>(
            ReferenceEqualityComparer.Instance));
        foreach (var bed in beds)
        {
            bed.Calls.Failed = (call, error) => conflicts.AddOrUpdate(
                error is StorageConflictException ? call.Target : error.GetType().Name, 1, (_, count) => count + 1);
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var bed = beds[worker % beds.Length];
            while (beds.Select(any => any.Queue.Take()).FirstOrDefault(message => message is not null) is { } message)
            {
                try
                {
                    await bed.HandleAsync(message);
                }
                catch (StorageConflictException)
                {
                    redelivered.AddOrUpdate(message, 1, (_, count) => count + 1);
                    bed.Queue.Put(message);
                }
            }
        })));
        foreach (var bed in beds)
        {
            await bed.DrainAsync();
        }

        output.WriteLine(
            $"{sent.Count} events in {watch.Elapsed.TotalSeconds:F1} s by {Workers} workers: "
            + string.Join(
                ", ", conflicts.Select(item => $"{item.Key} {item.Value} conflicts, {(double)item.Value / sent.Count:F3} per event"))
            + $"; {redelivered.Count} messages came again, {redelivered.Values.DefaultIfEmpty(0).Max()} times at most. "
            + $"{string.Join(" · ", beds.Select(bed => bed.Calls.Summary))}");

        // The host moves a message to poison at its fifth try.
        Assert.All(redelivered.Values, tries => Assert.InRange(tries, 1, 4));
    }
}
