using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Identity;

[Collection("azurite")]
public sealed class VisitorTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PipelineBed? _bed;

    private IVisitorStore Store => _bed!.Get<IVisitorStore>();

    public async Task InitializeAsync() => _bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("V"));

    public Task DisposeAsync()
    {
        _bed!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Commit_EventsLinksStateAndOlderVisits_ReadBackTheSame()
    {
        var form = WithLead(Form("f/\\#?%'é😀", "v1", "ann@example.org", 5));
        var visit = Visit(new string('ü', 500));
        var state = new VisitorState { VisitorId = "v1", Visits = [visit], Links = [LinkFact.Of(form)!], Days = ["2026-03-02"] };

        await Store.CommitAsync(
            new VisitorChange
            {
                VisitorId = "v1",
                NewEvents = [View("a", "v1"), form],
                State = state,
                StateETag = null,
                OlderVisits = [(0, [visit, visit]), (1, [visit])],
            },
            default);

        var stored = await Store.GetStateAsync("v1", default);
        Assert.Equal(Json(state), Json(stored.Value!));
        Assert.Equal(form.Order, (await Store.GetEventAsync("v1", FactKey.Of(form.Id), default)).Value!.Order);
        Assert.Equal(2, (await Store.GetOlderVisitsAsync("v1", 0, default)).Count);
        Assert.Single(await Store.GetOlderVisitsAsync("v1", 1, default));
        Assert.Empty(await Store.GetOlderVisitsAsync("v1", 2, default));
        var facts = await Store.GetFactsAsync("v1", default);
        Assert.Equal(["a", form.Id], facts.Events.Select(captured => captured.Id).Order(StringComparer.Ordinal));
        Assert.Equal(LinkFact.Of(form), Assert.Single(facts.Links));
        Assert.Empty(facts.Undos);
    }

    [Fact]
    public async Task Commit_FirstAndNext_AnswerTheETagThatIsStored()
    {
        var first = await Store.CommitAsync(
            new VisitorChange
            {
                VisitorId = "v9",
                NewEvents = [View("a9", "v9")],
                State = new VisitorState { VisitorId = "v9" },
                StateETag = null,
            }, default);
        Assert.Equal((await Store.GetStateAsync("v9", default)).ETag, first);

        var next = await Store.CommitAsync(
            new VisitorChange { VisitorId = "v9", NewEvents = [], State = new VisitorState { VisitorId = "v9" }, StateETag = first },
            default);

        Assert.NotEqual(first, next);
        Assert.Equal((await Store.GetStateAsync("v9", default)).ETag, next);
    }

    [Fact]
    public async Task GetState_UnknownVisitor_IsNone()
    {
        Assert.Equal(default, await Store.GetStateAsync("nobody", default));
        Assert.Empty((await Store.GetFactsAsync("nobody", default)).Events);
    }

    [Fact]
    public async Task Commit_LongBodyWithPairsAtTheCut_ReadsBackTheSame()
    {
        // One character more or less shifts the cut through every place of a surrogate pair.
        for (var shift = 0; shift < 3; shift++)
        {
            var title = new string('x', shift) + string.Concat(Enumerable.Repeat("😀", 17_000));
            var long1 = View($"long{shift}", $"v2{shift}") with { Title = title };

            await CommitAsync($"v2{shift}", long1, null);

            Assert.Equal(title, (await Store.GetEventAsync($"v2{shift}", FactKey.Of(long1.Id), default)).Value!.Title);
        }
    }

    [Fact]
    public async Task Commit_EventThatExists_IsRefusedWholeAndNamesIt()
    {
        await CommitAsync("v3", View("a", "v3"), null);
        var etag = (await Store.GetStateAsync("v3", default)).ETag;

        var conflict = await Assert.ThrowsAsync<StorageConflictException>(() => Store.CommitAsync(
            new VisitorChange
            {
                VisitorId = "v3",
                NewEvents = [View("b", "v3"), View("a", "v3")],
                State = new VisitorState { VisitorId = "v3" },
                StateETag = etag,
            },
            default));

        Assert.Equal(1, conflict.FailedIndex);
        Assert.Null((await Store.GetEventAsync("v3", FactKey.Of("b"), default)).Value);
    }

    [Fact]
    public async Task Commit_StateThatChangedOrAppeared_IsRefused()
    {
        await CommitAsync("v4", View("a", "v4"), null);
        var old = (await Store.GetStateAsync("v4", default)).ETag;
        await CommitAsync("v4", View("b", "v4"), old);

        foreach (var etag in new[] { old, null })
        {
            var conflict = await Assert.ThrowsAsync<StorageConflictException>(() => CommitAsync("v4", View("c", "v4"), etag));
            Assert.Equal(1, conflict.FailedIndex);
        }
    }

    [Fact]
    public async Task Commit_ReplacedVersionWithoutLink_RemovesTheLink()
    {
        var form = WithLead(Form("f", "v5", "ann@example.org"));
        await CommitAsync("v5", form, null);
        var (state, stored) = (await Store.GetStateAsync("v5", default), await Store.GetEventAsync("v5", FactKey.Of("f"), default));

        await Store.CommitAsync(
            new VisitorChange
            {
                VisitorId = "v5",
                ReplacedEvents = [(View("f", "v5", -1), stored.ETag!)],
                RemovedLinks = [FactKey.Of("f")],
                State = state.Value!,
                StateETag = state.ETag,
            },
            default);

        var facts = await Store.GetFactsAsync("v5", default);
        Assert.Empty(facts.Links);
        Assert.Equal(EventType.PageView, Assert.Single(facts.Events).Type);
    }

    [Fact]
    public async Task Commit_MostEventsWithALinkEach_FitOneTransaction()
    {
        var forms = Enumerable.Range(0, IVisitorStore.MaxEventsPerCommit)
            .Select(i => WithLead(Form($"f{i}", "v6", $"p{i}@example.org", i)))
            .ToList();

        await Store.CommitAsync(
            new VisitorChange { VisitorId = "v6", NewEvents = forms, State = new VisitorState { VisitorId = "v6" }, StateETag = null },
            default);

        Assert.Equal(forms.Count, (await Store.GetFactsAsync("v6", default)).Links.Count);
    }

    private static CapturedEvent WithLead(CapturedEvent captured) => captured with { LeadId = PipelineBed.LeadIds.Of(captured.Email!) };

    private static Visit Visit(string campaign) => new()
    {
        Id = FactKey.Of("visit"),
        StartedAt = Start,
        LastAt = Start.AddMinutes(3),
        Source = new VisitSource
        {
            Channel = "Direct",
            Source = "(direct)",
            Medium = "(none)",
            Campaign = campaign,
            RuleId = "direct",
            RulesVersion = "1",
        },
        Pages = [FactKey.Of("a")],
    };

    private static string Json(VisitorState state) => System.Text.Json.JsonSerializer.Serialize(state, IdentityJson.Stored.VisitorState);

    private Task<string> CommitAsync(string visitor, CapturedEvent captured, string? etag) => Store.CommitAsync(
        new VisitorChange
        {
            VisitorId = visitor,
            NewEvents = [captured],
            State = new VisitorState { VisitorId = visitor },
            StateETag = etag,
        }, default);
}
