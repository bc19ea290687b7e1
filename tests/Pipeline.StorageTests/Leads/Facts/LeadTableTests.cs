using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Leads.Facts;

[Collection("azurite")]
public sealed class LeadTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PipelineBed? _bed;

    private ILeadStore Store => _bed!.Get<ILeadStore>();

    public async Task InitializeAsync() => _bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("L"));

    public Task DisposeAsync()
    {
        _bed!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task SaveProfile_InsertReplaceAndRemove_AskForTheETag()
    {
        var profile = Profile("l_1");
        await Store.SaveProfileAsync(profile, null, [], default);
        var first = await Store.GetProfileAsync("l_1", default);
        Assert.Equal(Json(profile), Json(first.Value!));

        await Assert.ThrowsAsync<StorageConflictException>(() => Store.SaveProfileAsync(profile, null, [], default));
        await Store.SaveProfileAsync(profile with { Stage = "mql" }, first.ETag, [], default);
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.SaveProfileAsync(profile, first.ETag, [], default));
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.RemoveProfileAsync("l_1", first.ETag!, [], default));
        await Store.RemoveProfileAsync("l_1", (await Store.GetProfileAsync("l_1", default)).ETag!, [], default);

        Assert.Equal(default, await Store.GetProfileAsync("l_1", default));
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.SaveProfileAsync(profile, first.ETag, [], default));
    }

    [Fact]
    public async Task GetFacts_VisitorsAndEvents_AreReadWithoutTheProfile()
    {
        var captured = Form("webinar", null, "ann@example.org");
        await Store.SaveProfileAsync(Profile("l_2"), null, [], default);
        await Store.AddVisitorAsync("l_2", "b", default);
        await Store.AddVisitorAsync("l_2", "a", default);
        await Store.AddVisitorAsync("l_2", "b", default);
        await Store.PutEventAsync("l_2", captured, null, default);

        var facts = await Store.GetFactsAsync("l_2", default);

        Assert.Equal(["a", "b"], facts.VisitorIds);
        Assert.Equal(captured, Assert.Single(facts.Events));
    }

    [Fact]
    public async Task PutEvent_VersionReadBefore_AsksForTheETag()
    {
        var captured = Form("call", null, "ann@example.org");
        await Store.PutEventAsync("l_3", captured, null, default);
        var stored = await Store.GetEventAsync("l_3", FactKey.Of("call"), default);

        await Assert.ThrowsAsync<StorageConflictException>(() => Store.PutEventAsync("l_3", captured, null, default));
        await Store.PutEventAsync("l_3", captured with { Form = "other" }, stored.ETag, default);
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.PutEventAsync("l_3", captured, stored.ETag, default));
    }

    [Fact]
    public async Task Ranks_AddListAndRemove_KeepScoreOrder()
    {
        var ranks = _bed!.Get<IRankIndex>();
        foreach (var key in new[] { "00c0", "00a0", "00b0", "00a0" })
        {
            await ranks.AddAsync(key, $"l_{key}", default);
        }

        var top = await ranks.ListAsync(null, 2, default);
        var rest = await ranks.ListAsync(top[^1].Cursor, 2, default);
        Assert.Equal(["00a0", "00b0", "00c0"], top.Concat(rest).Select(entry => entry.RankKey));

        Assert.All(top, entry => Assert.InRange(entry.WrittenAt, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.MaxValue));
        var etag = (await ranks.GetETagAsync("00a0", "l_00a0", default))!;
        await ranks.AddAsync("00a0", "l_00a0", default);
        await ranks.RemoveAsync("00a0", "l_00a0", etag, default);
        Assert.Equal(3, (await ranks.ListAsync(null, 10, default)).Count);

        etag = (await ranks.GetETagAsync("00a0", "l_00a0", default))!;
        await ranks.RemoveAsync("00a0", "l_00a0", etag, default);
        await ranks.RemoveAsync("00a0", "l_00a0", etag, default);
        Assert.Equal(["00b0", "00c0"], (await ranks.ListAsync(null, 10, default)).Select(entry => entry.RankKey));
        Assert.Null(await ranks.GetETagAsync("00a0", "l_00a0", default));
    }

    private static LeadProfile Profile(string leadId) => Sample.Profile(leadId, "ann@example.org", Start) with
    {
        Fields = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["company"] = "Müller & Söhne",
            ["notes"] = new string('n', 40_000),
        },
        ScoreSum = 0.1 + 0.2,
    };

    private static string Json(LeadProfile profile) => System.Text.Json.JsonSerializer.Serialize(profile, LeadJson.Stored.LeadProfile);
}
