using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Leads.Aliases;

[Collection("azurite")]
public sealed class AliasTableTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Save_InsertAndReplace_AskForTheETag()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("A"));
        var store = bed.Get<IAliasStore>();
        var aliases = LeadAliases.None("l_new").With(Alias("l_new", "l_old", 0));
        Assert.Equal(default, await store.GetAsync("l_new", default));

        await store.SaveAsync(aliases, null, default);
        var first = await store.GetAsync("l_new", default);
        Assert.Equal(aliases.Facts, first.Value!.Facts);
        await Assert.ThrowsAsync<StorageConflictException>(() => store.SaveAsync(aliases, null, default));
        var undone = aliases.With(new AliasUndo { AliasKey = aliases.Facts[0].Key, At = Start.AddDays(1), Actor = "ann" });
        await store.SaveAsync(undone, first.ETag, default);
        await Assert.ThrowsAsync<StorageConflictException>(() => store.SaveAsync(aliases, first.ETag, default));

        var last = (await store.GetAsync("l_new", default)).Value!;
        Assert.Equal("l_old", last.StandingAt(Start.AddHours(1))?.StaysId);
        Assert.Null(last.StandingAt(Start.AddDays(1)));
    }

    [Fact]
    public async Task AddHint_TwiceAndForTwoAddresses_TheLeadThatStaysKnowsBothOnce()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("A"));
        var store = bed.Get<IAliasStore>();
        foreach (var alias in new[] { "l_b", "l_a", "l_b" })
        {
            await store.AddHintAsync("l_stays", alias, default);
        }

        Assert.Equal(["l_a", "l_b"], (await bed.Get<ILeadStore>().GetFactsAsync("l_stays", default)).AliasIds);
        Assert.Empty((await bed.Get<ILeadStore>().GetFactsAsync("l_a", default)).AliasIds);
    }

    private static AliasFact Alias(string alias, string stays, int earlier) =>
        AliasFact.Of(alias, stays, "ann@example.org", Start, earlier, new ActionNote("ann", "new address"));
}
