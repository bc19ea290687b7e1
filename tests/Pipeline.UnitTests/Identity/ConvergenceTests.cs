using System.Collections.Concurrent;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Xunit.Abstractions;

namespace Pipeline.UnitTests.Identity;

/// <summary>Whatever the order, the copies and the crash: the state is that of processing the facts once, in event order.</summary>
public sealed class ConvergenceTests(ITestOutputHelper output)
{
    private static readonly int Worlds = TestSize.Of(1000);

    [Fact]
    public async Task AnyDelivery_ManyWorlds_EndsInTheStateOfInOrderProcessing()
    {
        var (first, worlds) = Environment.GetEnvironmentVariable("PIPELINE_WORLD_SEED") is { } only
            ? (int.Parse(only, System.Globalization.CultureInfo.InvariantCulture), 1)
            : (0, Worlds);
        var failures = new ConcurrentBag<(int Seed, string Difference)>();
        var broken = 0;
        await Parallel.ForAsync(first, first + worlds, async (seed, _) =>
        {
            var (difference, hasBroken) = await DifferenceAsync(seed);
            if (difference is not null)
            {
                failures.Add((seed, difference));
            }

            Interlocked.Add(ref broken, hasBroken ? 1 : 0);
        });

        foreach (var (seed, difference) in failures.OrderBy(failure => failure.Seed).Take(5))
        {
            output.WriteLine($"World {seed} (PIPELINE_WORLD_SEED={seed} runs it alone):\n{difference}");
        }

        Assert.Empty(failures.Select(failure => failure.Seed).Order());
        output.WriteLine($"{broken} of {worlds} worlds met their crash or fault.");
        Assert.InRange(broken, worlds == 1 ? 0 : worlds * 9 / 10, worlds);
    }

    private static async Task<(string? Difference, bool HasBroken)> DifferenceAsync(int seed)
    {
        var world = WorldGenerator.Make(seed);
        using var ordered = PipelineBed.InMemory();
        using var shuffled = PipelineBed.InMemory();
        try
        {
            var (expected, calls) = await WorldRun.InOrderAsync(world, ordered);
            return (WorldRun.Difference(expected, await WorldRun.AnyOrderAsync(world, shuffled, calls)), shuffled.Calls.HasBroken);
        }
        catch (Exception error)
        {
            return (error.ToString(), shuffled.Calls.HasBroken);
        }
    }
}
