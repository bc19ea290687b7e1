using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.LocalHost.Storage;

/// <summary>
/// An Azurite for this process alone: it ends with the process, even a killed one, and its data folder is deleted then.
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    // Node sees the end of its standard input when our process is gone, however it went.
    private const string EndWithParent =
        """
        const folder = process.argv[process.argv.indexOf('--location') + 1];
        process.stdin.on('end', () => {
            require('fs').rmSync(folder, { recursive: true, force: true });
            process.exit(0);
        }).resume();
        require(process.argv[1]);
        """;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly TaskCompletionSource<AzuritePorts> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AzuriteServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The ports it listens on; never 0.</summary>
    public AzuritePorts Ports { get; private set; } = AzuritePorts.Free;

    /// <summary>The process id, for tests that look whether it has ended.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts one and waits until its three services listen.</summary>
    /// <param name="installation">The installed Azurite.</param>
    /// <param name="ports">Ports to use; <see cref="AzuritePorts.Free"/> for free ones.</param>
    /// <param name="dataFolder">Folder for its data, of its own: deleted at the end.</param>
    /// <param name="cancellationToken">Stops it and gives up.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="AzuriteException">It ended or did not listen within two minutes; the message holds its output.</exception>
    public static async Task<AzuriteServer> StartAsync(
        AzuriteInstallation installation, AzuritePorts ports, string dataFolder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataFolder);
        var server = new AzuriteServer(Executables.Start(
            installation.Node, ["-e", EndWithParent, installation.Script, .. Arguments(ports, dataFolder)], dataFolder));
        try
        {
            server.Ports = await server.WaitForStartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it and deletes its data folder.</summary>
    /// <returns>A task that ends when the process has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var timeout = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    internal static IEnumerable<string> Arguments(AzuritePorts ports, string dataFolder) =>
    [
        "--location", dataFolder,
        "--blobHost", "127.0.0.1", "--blobPort", Text(ports.Blob),
        "--queueHost", "127.0.0.1", "--queuePort", Text(ports.Queue),
        "--tableHost", "127.0.0.1", "--tablePort", Text(ports.Table),
        "--disableTelemetry", "--skipApiVersionCheck", "--silent",
    ];

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Azurite (Blob|Queue|Table) service is successfully listening at http://[^:]+:(\d+)")]
    private static partial Regex ListeningLine();

    private async Task<AzuritePorts> WaitForStartAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        var ended = _process.WaitForExitAsync(timeout.Token);
        if (await Task.WhenAny(_started.Task, ended) == _started.Task)
        {
            return await _started.Task;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var reason = ended.IsCompletedSuccessfully ? $"ended with exit code {_process.ExitCode}" : $"did not listen within {StartTimeout}";
        lock (_output)
        {
            throw new AzuriteException($"Azurite {reason}. It says:{Environment.NewLine}{string.Join(Environment.NewLine, _output)}");
        }
    }

    private void Read(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            if (line.Data is null || _started.Task.IsCompleted)
            {
                return;
            }

            _output.Add(line.Data);
            if (ListeningLine().Match(line.Data) is { Success: true } match)
            {
                _ports[match.Groups[1].Value] = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
            }

            if (_ports.Count == 3)
            {
                _started.TrySetResult(new AzuritePorts(_ports["Blob"], _ports["Queue"], _ports["Table"]));
            }
        }
    }
}
