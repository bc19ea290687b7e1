using System.Globalization;
using System.Text;
using Pipeline.Benchmarks.Servers;

namespace Pipeline.Benchmarks.Load;

/// <summary>The results as Markdown tables; every figure beside its target.</summary>
internal sealed class Report(LoadOptions options)
{
    private readonly StringBuilder _text = new StringBuilder()
        .Append("# Capture benchmarks\n\n")
        .Append("Written by `tests/Pipeline.Benchmarks/load.sh`. Ratios are medians over rounds in which the hosts took turns; absolute times depend on the\n")
        .Append("machine and on what else it does. ")
        .Append(CultureInfo.InvariantCulture, $"Machine: {Environment.ProcessorCount} cores, shared by host, worker, load generator (wrk) and Azurite; .NET {Environment.Version}; ")
        .Append(CultureInfo.InvariantCulture, $"{options.Rounds} rounds of {options.Seconds} s. ")
        .Append("Requests: 600 bytes of path\nand query (much of it ids of advertising and mail systems), with cookie and referer.\n");

    public string Text => _text.ToString();

    public void AddMicro(IEnumerable<(string Name, double Nanoseconds, long Bytes, string Target)> results)
    {
        Head("The functions alone, in one process, the queue faked", "step | time | allocated | storage calls, target");
        foreach (var (name, nanoseconds, bytes, target) in results)
        {
            Row($"{name} | {Text1(nanoseconds)} ns | {bytes:#,0} B | {target}");
        }
    }

    public void AddCommit(int callers, IReadOnlyList<(double PutsPerThousand, double EventsPerSecond)> rounds)
    {
        Head($"Group commit in one process, Azurite behind, {callers} callers", "figure | measured | target");
        Row($"puts per 1,000 events | {Range(rounds.Select(round => round.PutsPerThousand))} | ≤ {(callers > 64 ? 12 : 35)}");
        Row($"events/s | {Range(rounds.Select(round => round.EventsPerSecond))} |");
    }

    public void AddHost(int connections, IReadOnlyList<Run> empty, IReadOnlyList<Run> pixel)
    {
        Head($"Local host, Azurite behind, {connections} connections", "figure | empty function | pixel | ratio | target");
        Compare("requests/s", empty, pixel, run => run.Client.RequestsPerSecond, "");
        Compare("p50, ms", empty, pixel, run => run.Client.MedianMilliseconds, "");
        Compare("p99, ms", empty, pixel, run => run.Client.P99Milliseconds, "");
        Compare("CPU of the worker per request, µs", empty, pixel, run => run.WorkerMicroseconds, connections switch { 16 => "≤ 2.1", 64 => "≤ 1.4", _ => "" });
        Compare("CPU of the local host per request, µs", empty, pixel, run => run.HostMicroseconds, "");
        Row($"puts per 1,000 requests | | {Range(pixel.Select(run => run.PutsPerThousand))} | |");
        Errors([.. empty, .. pixel]);
    }

    public void AddBatch(int connections, IReadOnlyList<Run> ones, IReadOnlyList<Run> tens)
    {
        Head($"Ten page views a request beside one, local host, Azurite behind, {connections} connections", "figure | one | ten | ratio | target");
        Compare("requests/s", ones, tens, run => run.Client.RequestsPerSecond, "");
        Compare("p99, ms", ones, tens, run => run.Client.P99Milliseconds, "");
        Compare("CPU of host and worker per request, µs", ones, tens, run => run.HostMicroseconds + run.WorkerMicroseconds, "≤ 1.5");
        Compare("CPU of the worker per request, µs", ones, tens, run => run.WorkerMicroseconds, "");
        Row($"puts per 1,000 requests | {Range(ones.Select(run => run.PutsPerThousand))} | {Range(tens.Select(run => run.PutsPerThousand))} | |");
        Errors([.. ones, .. tens]);
    }

    public void AddStart(IReadOnlyList<double> seconds)
    {
        Head("Start of the local host, build done and Azurite up", "figure | measured | target");
        Row($"first answer of a function, s | {Range(seconds)} | ≤ 4");
    }

    public void AddFlow(int events, int eventsPerVisitor, TimeSpan captured, TimeSpan done, CpuTimes cpu)
    {
        Head($"The whole way: {events:#,0} events in batches of 25, a lead for every {eventsPerVisitor} of them", "figure | measured");
        Row($"captured, events/s | {Text1(events / captured.TotalSeconds)}");
        Row($"captured, stitched and scored, events/s | {Text1(events / done.TotalSeconds)}");
        Row($"CPU of the worker per event, µs | {Text1(cpu.WorkerSeconds * 1e6 / events)}");
        Row($"CPU of the local host per event, µs | {Text1(cpu.HostSeconds * 1e6 / events)}");
    }

    private void Compare(string name, IReadOnlyList<Run> empty, IReadOnlyList<Run> pixel, Func<Run, double> figure, string target) => Row(
        $"{name} | {Text1(Median.Of(empty, figure))} | {Text1(Median.Of(pixel, figure))} | {Range(pixel.Zip(empty, (one, other) => figure(one) / figure(other)))} | {target}");

    private void Errors(IReadOnlyList<Run> runs)
    {
        if (runs.Select(run => run.Client.Errors).FirstOrDefault(errors => errors is not null) is { } line)
        {
            _text.Append(CultureInfo.InvariantCulture, $"\nFailed requests: {line}\n");
        }
    }

    private void Head(string title, string columns)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        _text.Append("| ").Append(columns).Append(" |\n|").Append(string.Concat(columns.Split('|').Select(_ => " --- |"))).Append('\n');
    }

    private void Row(FormattableString cells) => _text.Append("| ").Append(FormattableString.Invariant(cells)).Append(" |\n");

    private static string Range(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return $"{Text1(Median.Of(all))} ({Text1(all.Min())} to {Text1(all.Max())})";
    }

    private static string Text1(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.00", CultureInfo.InvariantCulture);
}
