using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Pipeline.Benchmarks.Load;

namespace Pipeline.Benchmarks.Micro;

/// <summary>Runs the micro benchmarks in this process: the packages are pinned centrally, which generated projects do not see.</summary>
internal static class MicroBenchmarks
{
    public static async Task RunAsync(Report report)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"));
        var summaries = BenchmarkRunner.Run(
            [typeof(FunctionBenchmarks), typeof(PixelBenchmarks), typeof(ChannelBenchmarks), typeof(GroupCommitBenchmarks)], config);
        var results = (
            from summary in summaries
            from result in summary.Reports
            let method = result.BenchmarkCase.Descriptor
            select (
                Name: method.WorkloadMethodDisplayInfo.Trim('\''), result.ResultStatistics!.Mean,
                Bytes: result.GcStats.GetBytesAllocatedPerOperation(result.BenchmarkCase)
                    ?? 0, IsFunction: method.Type == typeof(FunctionBenchmarks))).ToList();
        var one = results.Single(result => result.Name == FunctionBenchmarks.OneText).Mean;
        var rows = new List<(string, double, long, string)>();
        foreach (var (name, mean, bytes, isFunction) in results)
        {
            var puts = isFunction ? await FunctionBenchmarks.PutsAsync(name) : 0;
            var note = isFunction ? string.Create(CultureInfo.InvariantCulture, $"{puts} put") : "";
            rows.Add((name, mean, bytes, note + name switch
            {
                FunctionBenchmarks.PixelText => "; ≤ 8,192 B",
                FunctionBenchmarks.TenText =>
                    string.Create(CultureInfo.InvariantCulture, $"; × {mean / one:0.00} of one event, {mean / one / 10:0.00} an event"),
                _ => "",
            }));
        }

        report.AddMicro(rows);
    }
}
