using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Capture;

namespace Pipeline.Benchmarks.Servers;

/// <summary>A server under load, in its own process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string ReadyPrefix = "ready: ";

    private readonly Process _process;

    private ServerProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public int Id => _process.Id;

    /// <summary>Starts Kestrel alone.</summary>
    public static Task<ServerProcess> StartBareAsync(CancellationToken cancellationToken) =>
        StartAsync([Path("Pipeline.Benchmarks.dll"), BareServer.Mode], new Dictionary<string, string?>(), cancellationToken);

    /// <summary>Starts the real application with its own settings, without the functions that queues and timers trigger.</summary>
    /// <param name="storage">Connection string.</param>
    /// <param name="putMilliseconds">How long a put into a fake queue takes; null keeps the real queue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<ServerProcess> StartApplicationAsync(string storage, int? putMilliseconds, CancellationToken cancellationToken)
    {
        var variables = BackgroundFunctions().ToDictionary(name => $"AzureWebJobs.{name}.Disabled", _ => (string?)"true");
        variables["AzureWebJobsStorage"] = storage;
        variables["DOTNET_STARTUP_HOOKS"] = Path("Pipeline.Benchmarks.dll");
        variables[QueueReplacement.Variable] = putMilliseconds?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return StartAsync([Path("Pipeline.Functions.dll"), "--port", "0"], variables, cancellationToken);
    }

    /// <summary>What the process used and did since its start.</summary>
    public async Task<ServerStats> ReadStatsAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync("stats".AsMemory(), cancellationToken);
        var json = await ReadLineAsync(_process, ServerControl.StatsPrefix, cancellationToken);
        return JsonSerializer.Deserialize<ServerStats>(json)!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, file);

    private static IEnumerable<string> BackgroundFunctions() =>
        from type in typeof(CapturePixel).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
            && !method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null)
        select function.Name;

    private static async Task<ServerProcess> StartAsync(
        string[] arguments, Dictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var ready = await ReadLineAsync(process, ReadyPrefix, cancellationToken);
        return new ServerProcess(process, ready.Split(' ')[0]);
    }

    private static async Task<string> ReadLineAsync(Process process, string prefix, CancellationToken cancellationToken)
    {
        var seen = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                return line[prefix.Length..];
            }

            seen.Add(line);
        }

        throw new InvalidOperationException($"A server ended. It said:{Environment.NewLine}{string.Join(Environment.NewLine, seen)}");
    }
}
