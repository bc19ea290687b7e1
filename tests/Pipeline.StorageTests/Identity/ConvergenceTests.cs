using Pipeline.Testing;
using Pipeline.Testing.Worlds;

namespace Pipeline.StorageTests.Identity;

[Collection("azurite")]
public sealed class ConvergenceTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task AnyDelivery_TwentyWorldsOnRealTables_EndsInTheStateOfInOrderProcessing()
    {
        for (var seed = 0; seed < TestSize.Of(20); seed++)
        {
            // Numbers that give short worlds: every roll-up queries 16 partitions, and Azurite scans the table for each.
            var world = WorldGenerator.Make(WorldGenerator.ShortSeed(seed));
            using var ordered = PipelineBed.InMemory();
            using var shuffled = await PipelineBed.OnAccountAsync(azurite.ConnectionString, azurite.NewTableName("W"));

            var (expected, calls) = await WorldRun.InOrderAsync(world, ordered, isShort: true);

            Assert.Null(WorldRun.Difference(expected, await WorldRun.AnyOrderAsync(world, shuffled, calls, isShort: true)) is { } difference
                ? $"World {world.Seed}: {difference}"
                : null);
        }
    }
}
