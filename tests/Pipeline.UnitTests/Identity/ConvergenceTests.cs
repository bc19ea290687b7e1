using System.Collections.Concurrent;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;
using Xunit.Abstractions;

namespace Pipeline.UnitTests.Identity;

/// <summary>Whatever the order, the copies and the crash: the state is that of processing the facts once, in event order.</summary>
public sealed class ConvergenceTests(ITestOutputHelper output)
{
    private const int Worlds = 1000;

    [Fact]
    public async Task AnyDelivery_ThousandWorlds_EndsInTheStateOfInOrderProcessing()
    {
        var (first, worlds) = Environment.GetEnvironmentVariable("PIPELINE_WORLD_SEED") is { } only
            ? (int.Parse(only, System.Globalization.CultureInfo.InvariantCulture), 1)
            : (0, Worlds);
        var failures = new ConcurrentBag<(int Seed, string Difference)>();
        await Parallel.ForAsync(first, first + worlds, async (seed, _) =>
        {
            if (await DifferenceAsync(seed) is { } difference)
            {
                failures.Add((seed, difference));
            }
        });

        foreach (var (seed, difference) in failures.OrderBy(failure => failure.Seed).Take(5))
        {
            output.WriteLine($"World {seed} (PIPELINE_WORLD_SEED={seed} runs it alone):\n{difference}");
        }

        Assert.Empty(failures.Select(failure => failure.Seed).Order());
    }

    private static async Task<string?> DifferenceAsync(int seed)
    {
        var world = WorldGenerator.Make(seed);
        using var ordered = PipelineBed.InMemory();
        using var shuffled = PipelineBed.InMemory();
        try
        {
            var (expected, calls) = await WorldRun.InOrderAsync(world, ordered);
            return WorldRun.Difference(expected, await WorldRun.AnyOrderAsync(world, shuffled, calls));
        }
        catch (Exception error)
        {
            return error.ToString();
        }
    }
}
