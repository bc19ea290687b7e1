using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Pipeline.Records;

namespace Pipeline.Testing;

/// <summary>
/// The real application: the local host as a process of its own, on a free port, with its worker and with its output kept for failure
/// messages. The test project refers to Pipeline.Functions, so that both are built. A process that is left over is killed by
/// <see cref="DisposeAsync"/>.
/// </summary>
public sealed class PipelineApp : IAsyncDisposable
{
    private const string ReadyLine = "ready: ";
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(2);

    private readonly string _connectionString;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _client;

    private PipelineApp(string connectionString, Process process)
    {
        _connectionString = connectionString;
        _process = process;
        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Speaks to the application; follows no redirect and keeps no cookie.</summary>
    public HttpClient Client => _client ?? throw new InvalidOperationException("The application is not ready.");

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Address => Client.BaseAddress!;

    /// <summary>All that it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="connectionString">Storage of tables and queues.</param>
    /// <param name="settings">Further settings, by their names as environment variables.</param>
    /// <returns>The running application.</returns>
    /// <exception cref="InvalidOperationException">It ended or was not ready in time; the message holds its output.</exception>
    public static Task<PipelineApp> StartAsync(string connectionString, params (string Name, string Value)[] settings) =>
        StartAsync(connectionString, settings, []);

    /// <summary>Starts it with a command line and waits until it is ready.</summary>
    /// <param name="connectionString">Storage of tables and queues.</param>
    /// <param name="settings">Further settings, by their names as environment variables.</param>
    /// <param name="arguments">Command line.</param>
    /// <returns>The running application.</returns>
    /// <exception cref="InvalidOperationException">It ended or was not ready in time; the message holds its output.</exception>
    public static async Task<PipelineApp> StartAsync(
        string connectionString, (string Name, string Value)[] settings, params string[] arguments)
    {
        var app = new PipelineApp(connectionString, Launch(connectionString, settings, arguments));
        try
        {
            using var patience = new CancellationTokenSource(StartPatience);
            var ended = app._process.WaitForExitAsync(patience.Token);
            if (await Task.WhenAny(app._ready.Task, ended) != app._ready.Task)
            {
                throw new InvalidOperationException($"The application did not get ready. It says:{Environment.NewLine}{app.Output}");
            }

            app._client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                BaseAddress = await app._ready.Task,
            };
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it where it is expected to refuse, and waits for its end.</summary>
    /// <param name="connectionString">Storage of tables and queues.</param>
    /// <param name="arguments">Command line.</param>
    /// <returns>Exit code and all that it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(string connectionString, params string[] arguments)
    {
        await using var app = new PipelineApp(connectionString, Launch(connectionString, [], arguments));
        return (await app.WaitForEndAsync(StartPatience), app.Output);
    }

    /// <summary>Asks it to stop (SIGTERM) and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        if (SendSignal(_process.Id, SigTerm) != 0)
        {
            throw new InvalidOperationException($"The application had ended before it was stopped. It says:{Environment.NewLine}{Output}");
        }

        return await WaitForEndAsync(StopPatience);
    }

    /// <summary>Kills the host without warning (SIGKILL), and nothing else; the worker sees that and ends.</summary>
    public async Task KillAsync()
    {
        var worker = FindWorker();
        _process.Kill(entireProcessTree: false);
        await WaitForEndAsync(StopPatience);
        await Poll.UntilAsync(() => Task.FromResult(worker is null || HasEnded(worker.Value)), StopPatience, () => Output);
    }

    /// <summary>Kills the worker without warning (SIGKILL), and nothing else.</summary>
    public void KillWorker() =>
        _ = SendSignal(
            FindWorker() ?? throw new InvalidOperationException($"There is no worker. The host says:{Environment.NewLine}{Output}"),
            SigKill);

    /// <summary>Gets a page as text; any status but success throws.</summary>
    /// <param name="path">Path and query.</param>
    public Task<string> GetTextAsync(string path) => Client.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Gets a JSON document; any status but success throws.</summary>
    /// <param name="path">Path and query.</param>
    public Task<JsonElement> GetJsonAsync(string path) => Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    /// <summary>Sends events to <c>POST /api/events</c>, again as long as it answers that they cannot be stored just now.</summary>
    /// <param name="batch">What is sent, as JSON; every event has an id.</param>
    /// <returns>The answer.</returns>
    public Task<JsonElement> ImportAsync(object batch) => Poll.UntilAsync(
        async () =>
        {
            using var answer = await Client.PostAsJsonAsync(new Uri("api/events", UriKind.Relative), batch);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable
                ? default
                : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        },
        answer => answer.ValueKind == JsonValueKind.Object,
        DrainPatience,
        () => Output);

    /// <summary>Runs a timer or queue function now; returns when the runtime has taken the order, before the function has ended.</summary>
    /// <param name="function">Name of the function.</param>
    public async Task RunAsync(string function)
    {
        using var answer = await Client.PostAsJsonAsync(new Uri($"admin/functions/{function}", UriKind.Relative), new { input = "" });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until every message has been worked off, those that follow from others included.</summary>
    /// <exception cref="TimeoutException">Two minutes were not enough; the message holds the output.</exception>
    public Task DrainAsync()
    {
        // Later stages last: a stage sends to the next before it lets go of its own message. Messages in work are counted too.
        string[] names = [QueueNames.Events, QueueNames.Scores, QueueNames.Rollups];
        return Poll.UntilAsync(
            async () =>
            {
                foreach (var name in names)
                {
                    if ((await Queue(name).GetPropertiesAsync()).Value.ApproximateMessagesCount > 0)
                    {
                        return false;
                    }
                }

                return true;
            },
            DrainPatience,
            () => Output);
    }

    /// <summary>A client of one of its queues, which writes and reads plain text.</summary>
    /// <param name="name">Name of the queue.</param>
    public QueueClient Queue(string name) =>
        new(_connectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _client?.Dispose();
        _process.Dispose();
    }

    private static Process Launch(string connectionString, (string Name, string Value)[] settings, string[] arguments)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "Pipeline.LocalHost.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath!, [assembly, "--app", FunctionsFolder, "--port", "0", .. arguments])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        start.Environment["AzureWebJobsStorage"] = connectionString;

        // Keys in somebody's own settings file must not reach the tests.
        start.Environment["LocalHost__FunctionKey"] = "";
        start.Environment["LocalHost__MasterKey"] = "";
        start.Environment["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"'{assembly}' could not be started.");
    }

    /// <summary>Where Pipeline.Functions is built.</summary>
    public static string FunctionsFolder { get; } = typeof(PipelineApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "FunctionsFolder").Value!;

    /// <summary>The host's only child that runs .NET; the fourth word of a process's <c>stat</c> is its parent.</summary>
    private int? FindWorker()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
                if (parent == _process.Id.ToString(CultureInfo.InvariantCulture)
                    && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("Pipeline.Functions.dll", StringComparison.Ordinal))
                {
                    return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }

        return null;
    }

    private static bool HasEnded(int processId) => !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}"));

    private async Task<int> WaitForEndAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The application did not end within {patience}. It says:{Environment.NewLine}{Output}");
        }
    }

    private void Read(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line.Data);
        }

        if (line.Data.StartsWith(ReadyLine, StringComparison.Ordinal))
        {
            _ready.TrySetResult(new Uri(line.Data[ReadyLine.Length..].Split(' ')[0] + "/"));
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
