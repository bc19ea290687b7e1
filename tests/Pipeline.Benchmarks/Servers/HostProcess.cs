using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Capture;

namespace Pipeline.Benchmarks.Servers;

/// <summary>A local host with the functions of one folder, in processes of their own.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string ReadyPrefix = "ready: ";

    private readonly Process _process;
    private readonly int _workerId;

    private HostProcess(Process process, int workerId, string url) => (_process, _workerId, Url) = (process, workerId, url);

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>CPU time used since the start.</summary>
    public CpuTimes Cpu => CpuTimes.Read(_process.Id, _workerId);

    /// <summary>Starts the pipeline.</summary>
    /// <param name="storage">Connection string.</param>
    /// <param name="isCaptureOnly">Whether the functions that queues and timers trigger are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<HostProcess> StartPipelineAsync(string storage, bool isCaptureOnly, CancellationToken cancellationToken) =>
        StartAsync("Pipeline.Functions", storage, isCaptureOnly ? BackgroundFunctions() : [], cancellationToken);

    /// <summary>Starts the function that does nothing.</summary>
    /// <param name="storage">Connection string.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<HostProcess> StartEmptyAsync(string storage, CancellationToken cancellationToken) =>
        StartAsync("EmptyFunction", storage, [], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await stop.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<HostProcess> StartAsync(
        string application, string storage, IEnumerable<string> disabled, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Metadata("Built"), application, Metadata("Configuration"));
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Pipeline.LocalHost.dll"), "--app", folder, "--port", "0"];
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["AzureWebJobsStorage"] = storage;
        start.Environment["LocalHost__FunctionKey"] = start.Environment["LocalHost__MasterKey"] = "";
        foreach (var function in disabled)
        {
            start.Environment[$"AzureWebJobs.{function}.Disabled"] = "true";
        }

        var process = Process.Start(start)!;
        var url = await ReadUrlAsync(process, cancellationToken);
        return new HostProcess(process, WorkerOf(process.Id), url);
    }

    private static async Task<string> ReadUrlAsync(Process process, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(cancellationToken);
                return line[ReadyPrefix.Length..].Split(' ')[0];
            }

            seen.Add(line);
        }

        throw new InvalidOperationException($"A host ended. It said:{Environment.NewLine}{string.Join(Environment.NewLine, seen)}");
    }

    private static int WorkerOf(int hostId) => int.Parse(
        Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{hostId}/task"))
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .First(),
        CultureInfo.InvariantCulture);

    private static IEnumerable<string> BackgroundFunctions() =>
        from type in typeof(CapturePixel).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
            && !method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null)
        select function.Name;

    private static string Metadata(string key) =>
        typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
