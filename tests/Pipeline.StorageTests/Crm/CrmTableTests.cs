using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Records;
using Pipeline.Testing;
using static Pipeline.StorageTests.Identity.Facts;

namespace Pipeline.StorageTests.Crm;

[Collection("azurite")]
public sealed class CrmTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private PipelineBed? _bed;

    private ICrmStore Store => _bed!.Get<ICrmStore>();

    public async Task InitializeAsync() => _bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("C"));

    public Task DisposeAsync()
    {
        _bed!.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task PutFact_InsertAndReplace_AskForTheETag()
    {
        var fact = Fact("l_1", "D-1");
        await Store.PutFactAsync(fact, null, default);
        var first = await Store.GetFactAsync("l_1", fact.Key, default);
        Assert.Equal(CrmText.Of(fact), CrmText.Of(first.Value!));

        var later = fact.With(Said(1, "lost"))!;
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.PutFactAsync(later, null, default));
        await Store.PutFactAsync(later, first.ETag, default);
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.PutFactAsync(fact, first.ETag, default));

        Assert.Equal(CrmText.Of(later), CrmText.Of((await Store.GetFactAsync("l_1", fact.Key, default)).Value!));
        Assert.Equal(default, await Store.GetFactAsync("l_2", fact.Key, default));
    }

    [Fact]
    public async Task PutFact_WithAsManyVersionsAsAreKept_ComesBackWhole()
    {
        var fact = Enumerable.Range(1, 60).Aggregate(
            Fact("l_3", "Größter Fall – Ω"), (known, day) => known.With(Said(day, $"Grund {new string('ü', 200)} {day}"))!);
        Assert.Equal(CrmFact.MaxVersions, fact.Versions.Count);

        await Store.PutFactAsync(fact, null, default);

        Assert.Equal(CrmText.Of(fact), CrmText.Of((await Store.GetFactAsync("l_3", fact.Key, default)).Value!));
    }

    [Fact]
    public async Task PutOpportunity_WithAsManyPartsAsAreKept_ComesBackWholeAndAsksForTheETag()
    {
        var parts = Enumerable.Range(0, OpportunityRecord.MaxParts).Select(i => OpportunityPart.Of(Fact($"l_{i:D3}", "D-2")));
        var record = new OpportunityRecord { Opportunity = "D-2", Parts = [] }.Renewed([.. parts]);
        var key = OpportunityRecord.KeyOf("D-2");

        await Store.PutOpportunityAsync(record, null, default);
        var stored = await Store.GetOpportunityAsync(key, default);

        Assert.Equal(OpportunityRecord.MaxParts, stored.Value!.LeadIds.Count);
        Assert.Equal(record.Parts, stored.Value.Parts);
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.PutOpportunityAsync(record, null, default));
        await Store.PutOpportunityAsync(record with { Parts = [.. record.Parts.Skip(1)] }, stored.ETag, default);
        Assert.Equal(OpportunityRecord.MaxParts - 1, (await Store.GetOpportunityAsync(key, default)).Value!.Parts.Count);
        Assert.Equal(default, await Store.GetOpportunityAsync(OpportunityRecord.KeyOf("D-3"), default));
    }

    [Fact]
    public async Task PutTouch_BesideAFactOfTheSameLead_IsToldApartAndAsksForTheETag()
    {
        var touch = new OfflineTouch
        {
            LeadId = "l_4",
            Email = "ann@example.org",
            Id = "fair|2026",
            UploadedAt = Start,
            At = Start.AddDays(-1),
            Name = "Hannover 'Messe' #1/2",
            Channel = "Offline / Event",
        };
        await Store.PutFactAsync(Fact("l_4", "D-4"), null, default);
        await Store.PutTouchAsync(touch, null, default);
        var stored = await Store.GetTouchAsync("l_4", touch.Key, default);

        Assert.Equal(touch, stored.Value);
        Assert.Equal(default, await Store.GetFactAsync("l_4", touch.Key, default));
        await Assert.ThrowsAsync<StorageConflictException>(() => Store.PutTouchAsync(touch with { Removed = true }, null, default));
        await Store.PutTouchAsync(touch with { Removed = true }, stored.ETag, default);
        Assert.True((await Store.GetTouchAsync("l_4", touch.Key, default)).Value!.Removed);
    }

    private static CrmFact Fact(string leadId, string deal) => new()
    {
        LeadId = leadId,
        Email = "ann@example.org",
        Opportunity = deal,
        Stage = "customer",
        Date = "2026-03-01",
        Versions = [Said(0, null)],
    };

    private static CrmVersion Said(int day, string? reason) => new CrmVersion
    {
        UploadedAt = default,
        Hash = "",
        At = Start,
        Named = "Closed won",
        Meaning = "customer",
        Amount = 4900,
        Currency = "EUR",
        Reason = reason,
    }.Stamp(Start.AddDays(day), 1);
}
