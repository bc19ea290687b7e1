using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pipeline.Rollups;
using Pipeline.Testing;
using Pipeline.Testing.Worlds;

namespace Pipeline.Benchmarks.Engine;

/// <summary>Counts the storage calls of the roll-up of one day after histories of several lengths.</summary>
internal static class RollupRun
{
    private static readonly (int Length, int Activity)[] Cases = [(1, 1), (10, 1), (100, 1), (1, 10)];

    /// <summary>Counts, and takes the time over tables in memory.</summary>
    /// <returns>Markdown.</returns>
    public static async Task<string> RunAsync()
    {
        var text = new StringBuilder("# The roll-up of a day\n\n")
            .Append("Written by `dotnet run -c Release --project tests/Pipeline.Benchmarks -- rollup`. Calls counted at the storage port, tables in memory; ")
            .Append(CultureInfo.InvariantCulture, $"history of {SeededHistory.Days} days with {SeededHistory.Visits} visits and {SeededHistory.Conversions} conversions each, ")
            .Append(CultureInfo.InvariantCulture, $".NET {Environment.Version}.\n\n| history | activity of the day | calls | calls when it is rolled up again | time |\n| --- | --- | --- | --- | --- |\n");
        foreach (var (length, activity) in Cases)
        {
            using var bed = PipelineBed.InMemory();
            var history = await SeededHistory.WriteAsync(bed, length, activity);
            var (calls, time) = await RollUpAsync(bed, history);
            var (again, _) = await RollUpAsync(bed, history);
            text.Append(CultureInfo.InvariantCulture, $"| {length} × | {activity} × | {calls:#,0} | {again:#,0} | {time.TotalMilliseconds:0} ms |\n");
            Console.WriteLine(text.ToString().Split('\n')[^2]);
        }

        return text.ToString();
    }

    private static async Task<(int Calls, TimeSpan Time)> RollUpAsync(PipelineBed bed, SeededHistory history)
    {
        bed.Calls.Reset();
        var started = Stopwatch.GetTimestamp();
        await bed.Get<DayRollups>().RollUpAsync(history.Day, CancellationToken.None);
        return (bed.Calls.Total, Stopwatch.GetElapsedTime(started));
    }
}
