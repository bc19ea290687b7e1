using Pipeline.LocalHost.Storage;
using Pipeline.LocalHost.Timers;
using Pipeline.LocalHost.Worker;

namespace Pipeline.LocalHost;

/// <summary>What a test may replace; the defaults are those of <c>dotnet run</c>.</summary>
internal sealed class HostOptions
{
    /// <summary>Folder of the built functions if the command line names none.</summary>
    public string AppFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Settings that win over every other source.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public TextWriter Output { get; init; } = Console.Out;

    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Starts workers; the built functions if <see langword="null"/>.</summary>
    public IWorkerLauncher? Launcher { get; init; }

    /// <summary>Where schedules are kept; the timer table if <see langword="null"/>.</summary>
    public IScheduleStatusStore? ScheduleStatusStore { get; init; }

    /// <summary>Gets the log; the console if <see langword="null"/>.</summary>
    public Microsoft.Extensions.Logging.ILoggerProvider? Log { get; init; }

    /// <summary>Starts the storage emulator when the settings ask for it.</summary>
    public Func<TextWriter, CancellationToken, Task<IAsyncDisposable>> StartStorageEmulator { get; init; } = StorageEmulator.StartAsync;
}
