using System.Globalization;

namespace Pipeline.Benchmarks.Servers;

/// <summary>CPU time that host and worker have used, user and kernel together.</summary>
/// <param name="HostSeconds">The local host.</param>
/// <param name="WorkerSeconds">The worker.</param>
internal sealed record CpuTimes(double HostSeconds, double WorkerSeconds)
{
    // What Linux counts in, on every processor that .NET runs on.
    private const double TicksPerSecond = 100;

    public static CpuTimes operator -(CpuTimes later, CpuTimes earlier) =>
        new(later.HostSeconds - earlier.HostSeconds, later.WorkerSeconds - earlier.WorkerSeconds);

    public static CpuTimes Read(int hostId, int workerId) => new(Read(hostId), Read(workerId));

    private static double Read(int processId)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));

        // Counted behind the name, which may hold anything.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
