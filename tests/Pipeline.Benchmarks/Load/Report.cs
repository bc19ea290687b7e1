using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Load;

/// <summary>The results as Markdown tables; every figure beside its target.</summary>
internal sealed class Report(LoadOptions options)
{
    private readonly StringBuilder _text = new StringBuilder()
        .Append("# Capture benchmarks\n\n")
        .Append("Written by `tests/Pipeline.Benchmarks/load.sh`. Ratios are medians over rounds in which the servers took turns; absolute times depend on the\n")
        .Append("machine and on what else it does. ")
        .Append(CultureInfo.InvariantCulture, $"Machine: {Environment.ProcessorCount} cores, shared by server, load generator (wrk) and Azurite; .NET {Environment.Version}; ")
        .Append(CultureInfo.InvariantCulture, $"{options.Rounds} rounds of {options.Seconds} s. ")
        .Append("Requests: 600 bytes of path and query\n(much of it ids of advertising and mail systems), with cookie and referer.\n");

    public string Text => _text.ToString();

    public void AddMicro(IEnumerable<(string Name, double Nanoseconds, long Bytes, string Target)> results)
    {
        Head("One event at a time", "step | time | allocated | target");
        foreach (var (name, nanoseconds, bytes, target) in results)
        {
            Row($"{name} | {Text1(nanoseconds)} ns | {bytes:#,0} B | {target}");
        }
    }

    public void AddCapture(int connections, IReadOnlyList<Run> bare, IReadOnlyList<Run> instant, IReadOnlyList<Run> slow)
    {
        Head($"Queue faked, {connections} connections", "figure | bare Kestrel | put takes 0 ms | put takes 2 ms | target (0 ms)");
        Rates(bare, instant, slow);
        Row($"p50 | {Of(bare, run => run.Client.MedianMilliseconds)} ms | {Of(instant, run => run.Client.MedianMilliseconds)} ms | {Of(slow, run => run.Client.MedianMilliseconds)} ms |");
        Row($"p99, ratio | {Of(bare, run => run.Client.P99Milliseconds)} ms | {Ratio(instant, bare, run => run.Client.P99Milliseconds)} | {Ratio(slow, bare, run => run.Client.P99Milliseconds)} | ≤ 2");
        if (bare.All(run => run.Instructions is not null))
        {
            Row($"user instructions per request, ratio | {Of(bare, run => run.Instructions!.Value)} | {Ratio(instant, bare, run => run.Instructions!.Value)} | {Ratio(slow, bare, run => run.Instructions!.Value)} | ≤ 2");
        }
        else
        {
            Row($"user instructions per request | not countable on this machine | | | ≤ 2");
        }

        Row($"user time per request, ratio | {Of(bare, run => run.UserMicroseconds)} µs | {Ratio(instant, bare, run => run.UserMicroseconds)} | {Ratio(slow, bare, run => run.UserMicroseconds)} |");
        Row($"user and kernel time per request, ratio | {Of(bare, run => run.CpuMicroseconds)} µs | {Ratio(instant, bare, run => run.CpuMicroseconds)} | {Ratio(slow, bare, run => run.CpuMicroseconds)} |");
        Row($"allocated per request, whole process | {Of(bare, run => run.AllocatedBytes)} B | {Of(instant, run => run.AllocatedBytes)} B | {Of(slow, run => run.AllocatedBytes)} B | ≤ 8,192 B, aim 4,096 B");
        Errors([.. bare, .. instant, .. slow]);
    }

    public void AddDurable(int connections, IReadOnlyList<Run> bare, IReadOnlyList<Run> runs)
    {
        Head($"Azurite behind, {connections} connections", "figure | bare Kestrel | application | target");
        Row($"requests/s, ratio | {Of(bare, run => run.Client.RequestsPerSecond)} | {Percent(runs, bare)} | ≥ {(connections > 64 ? 30 : 20)} %");
        Row($"puts per 1,000 events | | {Of(runs, run => run.PutsPerThousand)} | ≤ {(connections > 64 ? 12 : 35)}");
        Row($"bytes per event in its message | | {Of(runs, run => (double)run.Server.MessageBytes / run.Server.Events)} |");
        Row($"HTTP calls per put | | {Of(runs, run => (double)run.Server.HttpCalls / run.Server.Puts)} | 1");
        Row($"p99 | {Of(bare, run => run.Client.P99Milliseconds)} ms | {Of(runs, run => run.Client.P99Milliseconds)} ms |");
        Row($"allocated per request, whole process | {Of(bare, run => run.AllocatedBytes)} B | {Of(runs, run => run.AllocatedBytes)} B |");
        Errors([.. bare, .. runs]);
    }

    public void AddSingle(IReadOnlyList<Run> runs, IReadOnlyList<double> puts)
    {
        Head("Azurite behind, 1 connection", "figure | application | target");
        var (events, calls, sent) = (runs.Sum(run => run.Server.Events), runs.Sum(run => run.Server.HttpCalls), runs.Sum(run => run.Server.Puts));
        Row($"events, puts, HTTP calls | {events:#,0}, {sent:#,0}, {calls:#,0} | equal");
        Row($"p50 over one queue put ({Text1(Median.Of(puts))} ms) | {Text1(Median.Of(runs.Zip(puts, (run, put) => run.Client.MedianMilliseconds - put)))} ms | ≤ 1 ms");
        Errors(runs);
    }

    private void Rates(IReadOnlyList<Run> bare, IReadOnlyList<Run> instant, IReadOnlyList<Run> slow) =>
        Row($"requests/s, ratio | {Of(bare, run => run.Client.RequestsPerSecond)} | {Percent(instant, bare)} | {Percent(slow, bare)} | ≥ 60 %");

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

    private static string Of(IReadOnlyList<Run> runs, Func<Run, double> figure) => Text1(Median.Of(runs, figure));

    private static string Ratio(IReadOnlyList<Run> runs, IReadOnlyList<Run> bare, Func<Run, double> figure) =>
        $"{Of(runs, figure)}, × {Median.OfRatios(runs, bare, figure).ToString("0.00", CultureInfo.InvariantCulture)}";

    private static string Percent(IReadOnlyList<Run> runs, IReadOnlyList<Run> bare)
    {
        var ratios = runs.Zip(bare, (run, reference) => 100 * run.Client.RequestsPerSecond / reference.Client.RequestsPerSecond).ToList();
        return FormattableString.Invariant($"{Of(runs, run => run.Client.RequestsPerSecond)}, {Median.Of(ratios):0} % ({ratios.Min():0} to {ratios.Max():0})");
    }

    private static string Text1(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.00", CultureInfo.InvariantCulture);
}
