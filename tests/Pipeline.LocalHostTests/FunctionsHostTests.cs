using Pipeline.LocalHost.Settings;
using Pipeline.LocalHostTests.Http;

namespace Pipeline.LocalHostTests;

public sealed class FunctionsHostTests
{
    private readonly List<string> _steps = [];

    private TestHostOptions WithEmulator => new(HttpFunctions.All)
    {
        Settings = { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true;" },
        Store = new Timers.MemoryScheduleStore(),
        StartStorageEmulator = () =>
        {
            _steps.Add("emulator started");
            return Task.FromResult<IAsyncDisposable>(new Emulator(() => _steps.Add("emulator stopped")));
        },
    };

    [Fact]
    public async Task Start_WithDevelopmentStorage_StartsTheEmulatorFirstAndStopsItLast()
    {
        var worker = new FakeWorker(HttpFunctions.All);
        var host = await TestHost.StartAsync(WithEmulator with { Worker = worker });
        _steps.Add("ready");
        var process = await worker.NextStartAsync();
        _ = process.Exited.ContinueWith(_ => _steps.Add("worker ended"), TaskContinuationOptions.ExecuteSynchronously);

        await host.DisposeAsync();

        Assert.Equal(["emulator started", "ready", "worker ended", "emulator stopped"], _steps);
    }

    [Fact]
    public async Task Start_ThatFails_StopsTheEmulator()
    {
        var worker = new FakeWorker(HttpFunctions.All) { InitResult = FakeWorker.Failure("no") };

        await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(WithEmulator with { Worker = worker }));

        Assert.Equal(["emulator started", "emulator stopped"], _steps);
    }

    [Fact]
    public async Task Start_WithFaultySettings_StartsNothing()
    {
        var worker = new FakeWorker(HttpFunctions.All);

        await Assert.ThrowsAsync<StartupException>(
            () => TestHost.StartAsync(WithEmulator with { Worker = worker, HostJson = "{}", Args = ["seed"] }));

        Assert.Empty(_steps);
        Assert.Equal(0, worker.Starts);
    }

    [Fact]
    public async Task Start_WithFaultyFunctions_EndsTheWorkerAndTheEmulator()
    {
        var worker = new FakeWorker(FakeFunction.Http("Admin", _ => Task.CompletedTask, "admin"));

        await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(WithEmulator with { Worker = worker }));

        Assert.True((await worker.NextStartAsync()).Exited.IsCompleted);
        Assert.Equal(["emulator started", "emulator stopped"], _steps);
    }

    private sealed class Emulator(Action stopped) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            stopped();
            return ValueTask.CompletedTask;
        }
    }
}
