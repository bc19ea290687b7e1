using System.Threading.Channels;
using Pipeline.LocalHost.Worker;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHostTests;

/// <summary>
/// Starts workers in the test's process: they speak the protocol, each over its own connection, and do what a test wants.
/// </summary>
internal sealed class FakeWorker(params FakeFunction[] functions) : IWorkerLauncher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Channel<FakeProcess> _started = Channel.CreateUnbounded<FakeProcess>();
    private int _starts;

    public string Folder => "/functions";

    public string ApplicationName => "Fake";

    public IReadOnlyList<FakeFunction> Functions => functions;

    public Recorder Recorder { get; } = new();

    /// <summary>Runs before a message of the host is answered: waits, sends something else, or dies.</summary>
    public Func<FakeProcess, StreamingMessage, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>What it says of its own start.</summary>
    public StatusResult InitResult { get; init; } = Success;

    /// <summary>What it says of its functions.</summary>
    public StatusResult MetadataResult { get; init; } = Success;

    /// <summary>Names of functions that it cannot load.</summary>
    public IReadOnlyCollection<string> Unloadable { get; init; } = [];

    /// <summary>Names of functions that only its first process can load.</summary>
    public IReadOnlyCollection<string> UnloadableAgain { get; init; } = [];

    /// <summary>Whether it gives its functions ids.</summary>
    public bool GivesIds { get; init; } = true;

    /// <summary>Capabilities besides the address of its HTTP server.</summary>
    public IReadOnlyCollection<string> Capabilities { get; init; } = [];

    public bool ServesHttp { get; init; } = true;

    /// <summary>The address that it tells for its HTTP server; the right one if <see langword="null"/>.</summary>
    public string? HttpAddress { get; init; }

    /// <summary>Whether requests of functions that fail are answered.</summary>
    public bool AnswersFailures { get; init; } = true;

    /// <summary>Whether it goes on when it is asked to end.</summary>
    public bool IgnoresTerminate { get; init; }

    /// <summary>Ends with this exit code instead of connecting.</summary>
    public int? EndsAtStartWith { get; init; }

    /// <summary>How many were started.</summary>
    public int Starts => _starts;

    /// <summary>Exit code of workers that die.</summary>
    public const int Killed = 137;

    public static StatusResult Success => new() { Status = StatusResult.Types.Status.Success };

    public static StatusResult Failure(string message) =>
        new() { Status = StatusResult.Types.Status.Failure, Exception = new RpcException { Message = message } };

    public IWorkerProcess Start(Uri hostAddress, string workerId)
    {
        var process = new FakeProcess(this, Interlocked.Increment(ref _starts), hostAddress, workerId);
        _started.Writer.TryWrite(process);
        return process;
    }

    /// <summary>The next worker that was started, waited for.</summary>
    public async Task<FakeProcess> NextStartAsync() => await _started.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
