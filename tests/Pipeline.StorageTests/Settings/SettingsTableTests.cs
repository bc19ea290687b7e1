using Pipeline.Records;
using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Settings;

[Collection("azurite")]
public sealed class SettingsTableTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public async Task Save_LogAndText_ReadBackAsTheyWere()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("S"));
        var store = bed.Get<ISettingsStore>();
        Assert.Null((await store.GetLogAsync("scoring", default)).Value);
        Assert.Null(await store.GetTextAsync("scoring", 1, default));

        // As long as a document may be, and with pairs at every place where a property could end.
        var text = $"{{ \"x\": \"{string.Concat(Enumerable.Repeat("\U0001F6B2", 40_000))}\" }}";
        await store.SaveAsync("scoring", Log(1), null, text, default);

        var stored = await store.GetLogAsync("scoring", default);
        Assert.Equal((2, 1, "olga"), (stored.Value!.Revision, stored.Value.Newest, stored.Value.Versions[0].Actor));
        Assert.Equal(Now, stored.Value.Activations[0].From);
        Assert.Equal(text, await store.GetTextAsync("scoring", 1, default));
        Assert.Null((await store.GetLogAsync("channels", default)).Value);
    }

    [Fact]
    public async Task Save_LogThatChangedMeanwhile_ConflictsAndStoresNoText()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("S"));
        var store = bed.Get<ISettingsStore>();
        await store.SaveAsync("scoring", Log(1), null, "1", default);
        var read = await store.GetLogAsync("scoring", default);
        await store.SaveAsync("scoring", Log(2), read.ETag, "2", default);

        await Assert.ThrowsAsync<StorageConflictException>(() => store.SaveAsync("scoring", Log(3), read.ETag, "3", default));
        await Assert.ThrowsAsync<StorageConflictException>(() => store.SaveAsync("scoring", Log(3), null, "3", default));

        Assert.Null(await store.GetTextAsync("scoring", 3, default));
        Assert.Equal(2, (await store.GetLogAsync("scoring", default)).Value!.Versions.Count);
    }

    private static SettingsLog Log(int versions) => SettingsLog.Empty with
    {
        Versions = [.. Enumerable
            .Range(1, versions)
            .Select(number => new SettingsVersion { Number = number, Hash = $"{number}", StoredAt = Now, Actor = "olga" })],
        Activations = [new SettingsActivation { Version = versions, From = Now, AskedAt = Now }],
    };
}
