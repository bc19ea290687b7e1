using Pipeline.Settings;
using Pipeline.Testing;

namespace Pipeline.StorageTests.Settings;

[Collection("azurite")]
public sealed class DeploymentTableTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task GetOrAdd_ManyAtTheSameTime_GiveOneSecret()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("S"));
        var store = bed.Get<IDeploymentStore>();

        var given = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.GetOrAddAsync(
            new DeploymentIdentity(Enumerable.Repeat((byte)i, 32).ToArray(), new DateOnly(2026, 3, 1 + i)), default)));

        Assert.Single(given.Select(identity => (Convert.ToHexString(identity.Secret.Span), identity.StartedOn)).Distinct());
        var later = await store.GetOrAddAsync(new DeploymentIdentity(new byte[32], new DateOnly(2030, 1, 1)), default);
        Assert.Equal(given[0].StartedOn, later.StartedOn);
    }

    [Fact]
    public async Task Watermark_SetTwice_IsTheLastOneOfItsJob()
    {
        using var bed = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("S"));
        var store = bed.Get<IDeploymentStore>();
        Assert.Null(await store.GetWatermarkAsync("decay", default));

        await store.SetWatermarkAsync("decay", new DateOnly(2026, 3, 2), default);
        await store.SetWatermarkAsync("decay", new DateOnly(2026, 3, 1), default);

        Assert.Equal(new DateOnly(2026, 3, 1), await store.GetWatermarkAsync("decay", default));
        Assert.Null(await store.GetWatermarkAsync("rollups", default));
    }
}
