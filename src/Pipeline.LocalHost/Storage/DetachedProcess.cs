using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.LocalHost.Storage;

/// <summary>
/// An Azurite that outlives the app: in a session of its own, so that neither Ctrl+C nor the end of our terminal reaches it, with its
/// output in a file. A record beside its data lets a later app recognise it.
/// </summary>
internal sealed record DetachedProcess(int ProcessId, string Script, string DataFolder, long StartedAtUnixMs)
{
    private const int SigTerm = 15;

    // Node starts it, because it can make a session and redirect to a file on every system. It writes the record itself: should we be
    // killed just now, the next app still finds the process.
    private const string Spawn =
        """
        const fs = require('fs');
        const [script, dataFolder, log, record, ...rest] = process.argv.slice(1);
        const out = fs.openSync(log, 'w');
        const child = require('child_process').spawn(process.execPath, [script, ...rest],
            { detached: true, stdio: ['ignore', out, out], windowsHide: true });
        fs.writeFileSync(record + '.new', JSON.stringify(
            { ProcessId: child.pid, Script: script, DataFolder: dataFolder, StartedAtUnixMs: Date.now() }));
        fs.renameSync(record + '.new', record);
        child.unref();
        """;

    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TermTimeout = TimeSpan.FromSeconds(20);

    public static async Task<DetachedProcess> StartAsync(
        AzuriteInstallation installation,
        AzuritePorts ports,
        string dataFolder,
        string log,
        string record,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataFolder);
        File.Delete(record);
        string[] arguments = ["-e", Spawn, installation.Script, dataFolder, log, record, .. AzuriteServer.Arguments(ports, dataFolder)];
        var (exitCode, output) = await Executables.RunAsync(installation.Node, arguments, dataFolder, cancellationToken);
        return Read(record) ?? throw new AzuriteException($"Azurite could not be started (exit code {exitCode}). {output.Trim()}");
    }

    public static DetachedProcess? Find(string record) => Read(record) is { IsRunning: true } found ? found : null;

    private static DetachedProcess? Read(string record)
    {
        try
        {
            return JsonSerializer.Deserialize<DetachedProcess>(File.ReadAllText(record));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    [JsonIgnore]
    public bool IsRunning => OperatingSystem.IsLinux() ? IsRunningOnLinux() : IsRunningElsewhere();

    /// <summary>Asks it to save and end; kills it only if it does not.</summary>
    public async Task StopAsync()
    {
        if (!IsRunning)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Kill();
        }
        else
        {
            _ = SendSignal(ProcessId, SigTerm);
        }

        var started = Stopwatch.GetTimestamp();
        while (IsRunning)
        {
            if (Stopwatch.GetElapsedTime(started) > TermTimeout)
            {
                Kill();
            }

            await Task.Delay(PollDelay, TimeProvider.System);
        }
    }

    private void Kill()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // Ended meanwhile.
        }
    }

    // The start time that .NET computes on Linux moves when the system clock is corrected; the command line does not.
    private bool IsRunningOnLinux()
    {
        try
        {
            var arguments = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/cmdline")).Split('\0');
            return arguments.Contains(Script) && arguments.Contains(DataFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsRunningElsewhere()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            var difference = process.StartTime.ToUniversalTime() - DateTimeOffset.FromUnixTimeMilliseconds(StartedAtUnixMs).UtcDateTime;
            return !process.HasExited && difference.Duration() < StartTolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
