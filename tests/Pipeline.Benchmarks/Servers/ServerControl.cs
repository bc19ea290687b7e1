using System.Text.Json;

namespace Pipeline.Benchmarks.Servers;

/// <summary>
/// Answers the load generator over standard input and output: each line asks for the counters; the end of the input ends the process, so
/// that none outlives a killed parent.
/// </summary>
internal static class ServerControl
{
    public const string StatsPrefix = "stats: ";

    public static void Start()
    {
        var counters = new ServerCounters();
        new Thread(() => Answer(counters)) { IsBackground = true, Name = "benchmark control" }.Start();
    }

    private static void Answer(ServerCounters counters)
    {
        while (Console.In.ReadLine() is not null)
        {
            Console.Out.WriteLine(StatsPrefix + JsonSerializer.Serialize(counters.Read()));
        }

        Environment.Exit(0);
    }
}
