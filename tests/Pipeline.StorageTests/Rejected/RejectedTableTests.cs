using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Capture;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Identity;
using Pipeline.Leads.Facts;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Reports;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Rejected;

[Collection("azurite")]
public sealed class RejectedTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 1);

    private readonly string _prefix = azurite.NewTableName("rej");
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["Pipeline:Storage:TablePrefix"] = _prefix,
            }).Build())
            .AddSingleton<TimeProvider>(new ManualClock(At))
            .AddPipelineSettings()
            .AddCapture()
            .AddIdentity()
            .AddScoring()
            .AddReporting()
            .AddStorage()
            .AddTableGuard()
            // Writers on Azurite really meet, and what waits on a clock that stands still waits for ever.
            .AddSingleton(new ConflictRetry(TimeProvider.System))
            .BuildServiceProvider();
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Health_AccountThatAnswers_IsOk() =>
        Assert.True((await _services.GetRequiredService<Pipeline.Health.HealthHandler>().CheckAsync(CancellationToken.None)).IsOk);

    [Fact]
    public async Task Add_SameInputOnTheSameDay_IsOneRowThatCounts()
    {
        await AddAsync("a", At);
        await AddAsync("a", At.AddHours(1));
        await AddAsync("a", At.AddHours(2));
        await AddAsync("a", At.AddDays(1));

        var row = Assert.Single(await ListAsync());
        Assert.Equal((3, At, At.AddHours(2)), (row.Count, row.Rejected.ReceivedAt, row.LastReceivedAt));
        Assert.Equal([new RejectedCount("missing", 1, 0)], await Store.CountAsync(Day, CancellationToken.None));
    }

    [Fact]
    public async Task Add_Redelivery_CountsNothing()
    {
        await AddAsync("a", At);
        await AddAsync("b", At);
        await AddAsync("a", At);
        await AddAsync("b", At);

        Assert.All(await ListAsync(), row => Assert.Equal(1, row.Count));
        Assert.Equal([new RejectedCount("missing", 2, 0)], await Store.CountAsync(Day, CancellationToken.None));
    }

    [Fact]
    public async Task Add_ManyAtOnce_AllAreCounted()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(place => AddAsync($"input {place % 3}", At)));

        Assert.Equal(3, (await ListAsync()).Count);
        Assert.Equal([new RejectedCount("missing", 3, 0)], await Store.CountAsync(Day, CancellationToken.None));
    }

    [Fact]
    public async Task Add_OfOneMessage_ChangesTheCounterOnceAndKnowsWhatIsThere()
    {
        await AddAsync("input 1", At);
        await AddAsync("input 3", At);
        var later = At.AddMinutes(20);

        await Store.AddAsync(
            [.. Enumerable.Range(0, 120).Select(place => Rejected($"input {place}", later)), Rejected("other", later, Problem.Malformed)],
            [Tally(Problem.Missing, 500, later), Tally("flood", 7, later)],
            CancellationToken.None);

        Assert.Equal(
            [new RejectedCount("flood", 0, 7), new RejectedCount("malformed", 1, 0), new RejectedCount("missing", 120, 500)],
            (await Store.CountAsync(Day, CancellationToken.None)).OrderBy(count => count.Reason, StringComparer.Ordinal));
        Assert.Equal(
            ["input 1", "input 3"],
            (await Store.ListAsync(Day, null, 200, CancellationToken.None))
                .Where(row => row.Count == 2).Select(row => row.Rejected.Payload).Order());
        Assert.Equal(
            [new RejectedQuarter("missing", At, 2), new RejectedQuarter("missing", At.AddMinutes(15), 618)],
            (await Store.CountQuartersAsync(Day, CancellationToken.None)).Where(quarter => quarter.Reason == "missing"));
    }

    [Fact]
    public async Task Add_MessagesOfManyWorkers_AreAllCounted()
    {
        await Task.WhenAll(Enumerable.Range(0, 24).Select(worker => Store.AddAsync(
            [.. Enumerable.Range(0, 20).Select(place => Rejected($"{worker} {place}", At))],
            [Tally(Problem.Missing, 100, At)],
            CancellationToken.None)));

        Assert.Equal([new RejectedCount("missing", 480, 2_400)], await Store.CountAsync(Day, CancellationToken.None));
    }

    [Fact]
    public async Task Add_BeyondAThousandRows_OnlyCounts()
    {
        await AddAsync("first", At);
        var table = new TableClient(azurite.ConnectionString, _prefix + "Rejected");
        var counter = (await table.GetEntityAsync<TableEntity>("2026-03-01", "2026-03-01|~missing")).Value;
        counter["Kept"] = RejectedCount.MaxKept - 1;
        await table.UpdateEntityAsync(counter, counter.ETag, TableUpdateMode.Replace);

        await AddAsync("the thousandth", At);
        await AddAsync("the next", At);
        await AddAsync("one more", At);
        await AddAsync("first", At.AddHours(1));
        await AddAsync("another reason", At, Problem.Malformed);

        Assert.Equal(
            [("malformed", 1), ("missing", 1), ("missing", 2)],
            (await ListAsync()).Select(row => (row.Rejected.Reason, row.Count)).Order());
        Assert.Equal(
            [new RejectedCount("malformed", 1, 0), new RejectedCount("missing", RejectedCount.MaxKept, 2)],
            await Store.CountAsync(Day, CancellationToken.None));
        Assert.Equal(
            [new RejectedQuarter("malformed", At, 1), new RejectedQuarter("missing", At, RejectedCount.MaxKept + 2)],
            await Store.CountQuartersAsync(Day, CancellationToken.None));
    }

    [Fact]
    public async Task List_ReasonAndCount_Select()
    {
        await AddAsync("a", At);
        await AddAsync("b", At, Problem.Malformed);
        await AddAsync("c", At, Problem.Malformed);

        Assert.Equal(2, (await Store.ListAsync(Day, Problem.Malformed, 10, CancellationToken.None)).Count);
        Assert.Single(await Store.ListAsync(Day, Problem.Malformed, 1, CancellationToken.None));
        Assert.Equal(2, (await Store.ListAsync(Day, null, 2, CancellationToken.None)).Count);
        Assert.Empty(await Store.ListAsync(Day.AddDays(1), null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Save_Replayed_IsKeptUntilTheInputComesAgain()
    {
        await AddAsync("a", At);
        var id = RejectedId.Of((await ListAsync())[0].Rejected);
        var stored = await Store.GetAsync(id, CancellationToken.None);
        await Store.SaveAsync(
            stored.Value! with { ReplayedAt = At.AddHours(1), EventIds = ["e1", "e2"] }, stored.ETag!, CancellationToken.None);

        await AddAsync("a", At);
        var replayed = (await Store.GetAsync(id, CancellationToken.None)).Value!;
        await AddAsync("a", At.AddHours(2));
        var again = (await Store.GetAsync(id, CancellationToken.None)).Value!;

        Assert.Equal((At.AddHours(1), "e1 e2"), (replayed.ReplayedAt, string.Join(' ', replayed.EventIds)));
        Assert.Equal((null, 0), (again.ReplayedAt, again.EventIds.Count));
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.SaveAsync(replayed, stored.ETag!, CancellationToken.None));
    }

    [Fact]
    public async Task Add_LongestMessage_IsReadAsItWas()
    {
        var text = string.Concat(Enumerable.Repeat("ä😀\"", 7_000));

        await _services.GetRequiredService<IRejectedStore>().AddAsync(
            RejectedEvent.Create(
                "poison:events",
                [new Problem(Problem.Poison, "", "Failed.")],
                System.Text.Encoding.UTF8.GetBytes(text),
                At,
                RejectedEvent.MaxMessageBytes),
            CancellationToken.None);

        Assert.Equal(text, Assert.Single(await ListAsync()).Rejected.Payload);
    }

    [Fact]
    public async Task Identity_ClickOfAnUnknownLead_IsRejectedAndOfAKnownOneStored()
    {
        var ids = await _services.GetRequiredService<CurrentLeadIds>().GetAsync(CancellationToken.None);
        var lead = ids.Of("ann@example.org");
        var identity = _services.GetRequiredService<IdentityHandler>();
        var form = Sample.Form("f1", At, visitor: null, "ann@example.org");

        await identity.HandleAsync(Message(Click("c1", lead), Click("c2", ids.Of("nobody@example.org"))), CancellationToken.None);
        await identity.HandleAsync(Message(form), CancellationToken.None);
        await identity.HandleAsync(Message(Click("c3", lead)), CancellationToken.None);

        var rejected = await ListAsync();
        Assert.Equal(
            ["c1", "c2"],
            rejected.Select(row => EventMessageJson.ParseEvent(System.Text.Encoding.UTF8.GetBytes(row.Rejected.Payload)).Id).Order());
        Assert.All(rejected, row => Assert.Equal(("/c/spring", Problem.UnknownCid), (row.Rejected.Endpoint, row.Rejected.Reason)));
        var facts = await _services.GetRequiredService<ILeadStore>().GetFactsAsync(lead, CancellationToken.None);
        Assert.Equal(["c3", "f1"], facts.Events.Select(captured => captured.Id).Order());
        Assert.Empty(facts.VisitorIds);
    }

    private IRejectedStore Store => _services.GetRequiredService<IRejectedStore>();

    private Task<bool> AddAsync(string payload, DateTimeOffset at, string reason = Problem.Missing) =>
        Store.AddAsync(Rejected(payload, at, reason), CancellationToken.None);

    private static RejectedEvent Rejected(string payload, DateTimeOffset at, string reason = Problem.Missing) =>
        RejectedEvent.Create("/e", [new Problem(reason, "url", "is required.")], System.Text.Encoding.UTF8.GetBytes(payload), at);

    private static RejectedTally Tally(string reason, int count, DateTimeOffset at) =>
        new() { Reason = reason, Count = count, ReceivedAt = at };

    private Task<IReadOnlyList<KeptRejection>> ListAsync() => Store.ListAsync(Day, null, 100, CancellationToken.None);

    private static EventMessage Message(params CapturedEvent[] events) => new() { Version = EventMessage.CurrentVersion, Events = events };

    private static CapturedEvent Click(string id, string lead) => Sample.Click(id, At, lead, "spring");
}
