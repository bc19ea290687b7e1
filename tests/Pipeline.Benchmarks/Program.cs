using Pipeline.Benchmarks.Engine;
using Pipeline.Benchmarks.Load;
using Pipeline.Benchmarks.Micro;
using Pipeline.Benchmarks.Servers;

if (args is [BareServer.Mode])
{
    await BareServer.RunAsync();
    return 0;
}

if (LoadOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(LoadOptions.Help);
    return 2;
}

if (options.Mode == "attribution")
{
    return await WriteAsync(AttributionRun.Run(options));
}

if (options.Mode == "rollup")
{
    return await WriteAsync(await RollupRun.RunAsync());
}

var report = new Report(options);
if (options.Mode is "micro" or "all")
{
    MicroBenchmarks.Run(report);
}

if (options.Mode is "capture" or "durable" or "all")
{
    if (Wrk.Find() is null)
    {
        Console.Error.WriteLine("The load generator wrk is missing. Install it with your package manager (Debian: apt-get install wrk).");
        return 2;
    }

    await using var bench = await LoadBench.StartAsync(options, CancellationToken.None);
    if (options.Mode != "durable")
    {
        await CaptureLoad.RunAsync(bench, report, CancellationToken.None);
    }

    if (options.Mode != "capture")
    {
        await DurableLoad.RunAsync(bench, report, CancellationToken.None);
    }
}

return await WriteAsync(report.Text);

async Task<int> WriteAsync(string text)
{
    Console.WriteLine();
    Console.WriteLine(text);
    if (options.Output is { } path)
    {
        await File.WriteAllTextAsync(path, text);
    }

    return 0;
}
