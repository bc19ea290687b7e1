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
    public static void Run(Report report)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"));
        var summaries = BenchmarkRunner.Run([typeof(PixelBenchmarks), typeof(ChannelBenchmarks), typeof(GroupCommitBenchmarks)], config);
        report.AddMicro(
            from summary in summaries
            from result in summary.Reports
            let method = result.BenchmarkCase.Descriptor
            select (method.WorkloadMethodDisplayInfo.Trim('\''), result.ResultStatistics!.Mean, result.GcStats.GetBytesAllocatedPerOperation(result.BenchmarkCase) ?? 0, TargetOf(method.WorkloadMethod.Name)));
    }

    private static string TargetOf(string method) => method == nameof(PixelBenchmarks.ReadAndEncode) ? "≤ 8,192 B, aim 4,096 B" : "";
}
