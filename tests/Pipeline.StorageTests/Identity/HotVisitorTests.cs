using System.Collections.Concurrent;
using System.Diagnostics;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Records;
using Pipeline.Testing;
using Xunit.Abstractions;
using static Pipeline.StorageTests.Identity.Sample;

namespace Pipeline.StorageTests.Identity;

[Collection("azurite")]
public sealed class HotVisitorTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Workers = 8;
    private const int Events = 2000;
    private const int EventsPerMessage = 25;
    private const string Visitor = "hotvisitor2";
    private const string Email = "ann@example.org";

    [Fact]
    public async Task EightWorkers_OneHotVisitorAndLead_LoseAndDoubleNothing()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("Hot"));
        await bed.HandleAsync(PipelineBed.Message(Form("form", Visitor, Email, -1)));
        var sent = Enumerable.Range(0, Events).Select(i => View($"e{i:D4}", Visitor, i)).ToList();
        foreach (var message in sent.Chunk(EventsPerMessage).Select(events => PipelineBed.Message(events)))
        {
            bed.Queue.Put(message);
        }

        var (conflicts, redelivered) = (new ConcurrentDictionary<string, int>(), 0);
        bed.Calls.Failed = (call, error) => conflicts.AddOrUpdate(
            error is StorageConflictException ? call.Target : error.GetType().Name, 1, (_, count) => count + 1);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            while (bed.Queue.Take() is { } message)
            {
                try
                {
                    await bed.HandleAsync(message);
                }
                catch (StorageConflictException)
                {
                    Interlocked.Increment(ref redelivered);
                    bed.Queue.Put(message);
                }
            }
        })));
        await bed.DrainAsync();

        output.WriteLine(
            $"{Events} events in {watch.Elapsed.TotalSeconds:F1} s by {Workers} workers: "
            + string.Join(", ", conflicts.Select(item => $"{item.Key} {item.Value} conflicts, {(double)item.Value / Events:F3} per event"))
            + $"; {redelivered} messages came again. {bed.Calls.Summary}");
        var facts = await bed.Get<IVisitorStore>().GetFactsAsync(Visitor, default);
        Assert.Equal(["form", .. sent.Select(captured => captured.Id)], facts.Events.OrderBy(captured => captured.Order).Select(captured => captured.Id));
        var state = (await bed.Get<IVisitorStore>().GetStateAsync(Visitor, default)).Value!;
        Assert.Equal(Events, Assert.Single(state.Visits).PageViews);
        var lead = (await bed.Get<LeadQueries>().GetAsync(PipelineBed.LeadIds.Of(Email), null, default))!;
        Assert.Equal(Events + 1, Assert.Single(lead.Journey).Events.Count);
        var profile = (await bed.Get<ILeadStore>().GetProfileAsync(PipelineBed.LeadIds.Of(Email), default)).Value!;
        Assert.Equal(sent[^1].OccurredAt, profile.LastActivityAt);
        Assert.Single((await bed.Get<LeadQueries>().ListAsync(null, 10, null, default)).Leads);
        Assert.Contains(profile.RankKey, (await bed.Get<IRankIndex>().ListAsync(null, 10, default)).Select(entry => entry.RankKey));
    }
}
