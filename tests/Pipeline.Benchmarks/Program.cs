using Pipeline.Benchmarks.Engine;
using Pipeline.Benchmarks.Load;
using Pipeline.Benchmarks.Micro;

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
    await MicroBenchmarks.RunAsync(report);
}

if (options.Mode is "commit" or "all")
{
    await CommitLoad.RunAsync(options, report, CancellationToken.None);
}

if (options.Mode is "host" or "batch" or "all")
{
    if (Wrk.Find() is null)
    {
        Console.Error.WriteLine("The load generator wrk is missing. Install it with your package manager (Debian: apt-get install wrk).");
        return 2;
    }

    if (options.Mode is not "batch")
    {
        await HostLoad.RunAsync(options, report, CancellationToken.None);
    }

    if (options.Mode is not "host")
    {
        await BatchLoad.RunAsync(options, report, CancellationToken.None);
    }
}

if (options.Mode is "start" or "all")
{
    await StartLoad.RunAsync(report, CancellationToken.None);
}

if (options.Mode is "flow" or "all")
{
    await FlowLoad.RunAsync(report, CancellationToken.None);
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
