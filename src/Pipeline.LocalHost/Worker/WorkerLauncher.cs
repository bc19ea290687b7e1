using System.Diagnostics;
using Pipeline.LocalHost.Settings;

namespace Pipeline.LocalHost.Worker;

/// <summary>Starts the built functions as a process of their own, in the way of the real host.</summary>
/// <param name="folder">Folder of the built functions, with <c>worker.config.json</c>.</param>
/// <param name="settings">Settings by name, sections separated by colons; they become environment variables.</param>
/// <param name="output">Where its output goes.</param>
/// <param name="error">Where its error output goes.</param>
internal sealed class WorkerLauncher(string folder, IReadOnlyDictionary<string, string?> settings, TextWriter output, TextWriter error)
    : IWorkerLauncher
{
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";
    private const string MaxMessageLength = "2147483647";
    private const string Dotnet = "dotnet";

    public string Folder => folder;

    public string ApplicationName => Path.GetFileNameWithoutExtension(ReadConfig().Script);

    public IWorkerProcess Start(Uri hostAddress, string workerId)
    {
        var (executable, script) = ReadConfig();
        var requestId = Guid.NewGuid().ToString();
        string[] arguments =
        [
            script,
            "--host", hostAddress.Host, "--port", hostAddress.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--workerId", workerId, "--requestId", requestId, "--grpcMaxMessageLength", MaxMessageLength,
            "--functions-uri", hostAddress.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", requestId,
            "--functions-grpc-max-message-length", MaxMessageLength,
        ];
        var start = Command(executable, arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.CreateNoWindow = true;
        AddEnvironment(start.Environment);
        try
        {
            return new WorkerProcess(Process.Start(start)!, output, error);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new StartupException($"The worker could not be started with \"{executable}\": {exception.Message}", []);
        }
    }

    private (string Executable, string Script) ReadConfig()
    {
        var path = Path.Combine(folder, "worker.config.json");
        if (!File.Exists(path))
        {
            throw new StartupException($"There are no built functions in {folder}: worker.config.json is missing. Start with: dotnet run "
                + "--project src/Pipeline.Functions", []);
        }

        var problems = new List<string>();
        var description = JsonFile.Section(JsonFile.Read(path, problems), "description", path, problems);
        if (JsonFile.Text(description?["defaultWorkerPath"]) is not { } script || problems.Count > 0)
        {
            throw new StartupException($"{path} does not say what to start.", problems);
        }

        var executable = JsonFile.Text(description!["defaultExecutablePath"]) ?? Dotnet;
        return (executable == Dotnet ? FindDotnet() : executable, Path.Combine(folder, script));
    }

    // The one that runs us, whatever is first on PATH; unless we were started by our own executable.
    private static string FindDotnet() =>
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own).Equals(Dotnet, StringComparison.OrdinalIgnoreCase)
            ? own
            : Dotnet;

    // Ctrl+C reaches every process of the terminal. The worker must outlive it until its invocations have ended, so it inherits that the
    // signal is ignored; on Windows a process group of its own does the same.
    private static ProcessStartInfo Command(string executable, string[] arguments)
    {
        if (!OperatingSystem.IsWindows())
        {
            return new ProcessStartInfo("/bin/sh", ["-c", "trap '' INT HUP; exec \"$0\" \"$@\"", executable, .. arguments]);
        }

        return new ProcessStartInfo(executable, arguments) { CreateNewProcessGroup = true };
    }

    private void AddEnvironment(IDictionary<string, string?> environment)
    {
        foreach (var (name, value) in settings)
        {
            environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        environment["FUNCTIONS_WORKER_DIRECTORY"] = folder;
        var hook = typeof(StartupHook).Assembly.Location;
        environment[HooksVariable] = environment.TryGetValue(HooksVariable, out var others) && !string.IsNullOrEmpty(others)
            ? others + Path.PathSeparator + hook
            : hook;
    }
}
