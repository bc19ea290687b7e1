using Pipeline.LocalHost.Timers;

namespace Pipeline.LocalHostTests;

internal sealed record TestHostOptions(params FakeFunction[] Functions)
{
    /// <summary>The worker; one that only has the functions if none is given.</summary>
    public FakeWorker? Worker { get; init; }

    public string[] Args { get; init; } = ["--port", "0"];

    public string HostJson { get; init; } = """{ "version": "2.0" }""";

    /// <summary>Other files beside the application: name and text.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    public Dictionary<string, string?> Settings { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IScheduleStatusStore? Store { get; init; }

    /// <summary>Stands for Azurite; tests that need a real one bring its connection string.</summary>
    public Func<Task<IAsyncDisposable>> StartStorageEmulator { get; init; } =
        () => throw new InvalidOperationException("The tests bring their own.");

    /// <summary>Gets what the host prints.</summary>
    public StringWriter Output { get; init; } = new();

    public LogRecorder Log { get; init; } = new();
}
