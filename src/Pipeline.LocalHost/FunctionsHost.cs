using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Demo;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Http;
using Pipeline.LocalHost.Queues;
using Pipeline.LocalHost.Settings;
using Pipeline.LocalHost.Storage;
using Pipeline.LocalHost.Timers;
using Pipeline.LocalHost.Worker;

namespace Pipeline.LocalHost;

/// <summary>Checks everything, then starts emulator, worker, HTTP and listeners in this order, and stops them in reverse.</summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private readonly HostOptions _options;
    private readonly CommandLine _commandLine;
    private readonly HostSettings _settings;
    private readonly ILoggerFactory _loggers;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stack<IAsyncDisposable> _started = new();
    private FunctionListeners? _listeners;
    private PublicServer? _public;
    private Task _seeding = Task.CompletedTask;

    private FunctionsHost(HostOptions options, CommandLine commandLine, HostSettings settings)
    {
        (_options, _commandLine, _settings) = (options, commandLine, settings);
        _loggers = HostLog.Create(settings.HostJson, settings.Configuration, options.Log);
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => _public!.Url;

    /// <summary>Ends with the reason when it cannot go on.</summary>
    public Task<string> Failed => _failed.Task;

    /// <summary>Starts it.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="options">What a test replaces.</param>
    /// <param name="cancellationToken">Gives up; what was started is stopped.</param>
    /// <exception cref="StartupException">Something is wrong; the message lists it for the person who started it.</exception>
    public static async Task<FunctionsHost> StartAsync(string[] args, HostOptions options, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var commandLine = CommandLine.Parse(args, problems);
        var folder = Path.GetFullPath(commandLine.AppFolder ?? options.AppFolder);
        var settings = HostSettings.Read(commandLine, [folder, Directory.GetCurrentDirectory()], options.Settings, problems);
        ThrowIfAny(problems);
        var host = new FunctionsHost(options, commandLine, settings);
        try
        {
            await host.StartAsync(folder, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes nothing new, lets what runs end within the shutdown timeout, and stops everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var patience = new CancellationTokenSource(_settings.Local.ShutdownTimeout);
        await Task.WhenAll(
            _seeding,
            _public?.StopAsync(patience.Token) ?? Task.CompletedTask,
            _listeners?.DrainAsync(patience.Token) ?? Task.CompletedTask);
        while (_started.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        _listeners?.Dispose();
        _loggers.Dispose();
        _stopping.Dispose();
    }

    private static void ThrowIfAny(List<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new StartupException("The pipeline cannot start:", problems);
        }
    }

    private async Task StartAsync(string folder, CancellationToken cancellationToken)
    {
        var local = _settings.Local;
        if (_settings.File.IsSample)
        {
            _options.Output.WriteLine($"No local.settings.json; using {_settings.File.Path}.");
        }

        PortProblem.ThrowIfTaken(local);
        var resolver = new SettingResolver(_settings.Configuration);
        if (StorageEmulator.IsMeantBy(resolver.Connection(null)))
        {
            _started.Push(await _options.StartStorageEmulator(_options.Output, cancellationToken));
        }

        var server = Started(await WorkerServer.StartAsync(_loggers, cancellationToken));
        var launcher = _options.Launcher ?? new WorkerLauncher(folder, _settings.ForWorker, _options.Output, _options.Error);
        var workers = Started(new WorkerSupervisor(server, launcher, _loggers, _options.TimeProvider));
        var metadata = await workers.StartAsync(cancellationToken);
        var clients = new QueueClients();
        var problems = new List<string>();
        var functions = new FunctionCatalog(_settings.HostJson, _settings.Configuration, clients, problems).Read(metadata);
        ThrowIfAny(problems);

        _listeners = AddListeners(functions, workers, clients, resolver, launcher.ApplicationName);
        try
        {
            _public = Started(await PublicServer.StartAsync(local, functions, _listeners, workers, _loggers, cancellationToken));
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw PortProblem.InUse(local);
        }

        await _listeners.StartAsync(_stopping.Token);
        _ = ForwardFailureAsync(workers.Failed);
        Banner.Print(_options.Output, functions, Url, _public.HasDemo, _commandLine.Verbose);
        if (_commandLine.SeedsDemo)
        {
            _seeding = SeedAsync(new DemoSeeding(
                Url, local, functions, _listeners.Running, clients, _options.Output, _options.TimeProvider));
        }
    }

    private T Started<T>(T part)
        where T : IAsyncDisposable
    {
        _started.Push(part);
        return part;
    }

    private FunctionListeners AddListeners(
        IReadOnlyList<HostedFunction> functions,
        IFunctionInvoker worker,
        QueueClients clients,
        SettingResolver resolver,
        string applicationName)
    {
        var running = new InvocationTracker();
        var listeners = new FunctionListeners(running, _loggers.CreateLogger("Host.Stop"));
        var queues = _settings.HostJson.Queues;
        var time = _options.TimeProvider;
        var schedules = _options.ScheduleStatusStore ?? new TableScheduleStatusStore(resolver.Connection(null), applicationName);
        foreach (var function in functions)
        {
            var logger = _loggers.CreateLogger("Function." + function.Name);
            switch (function.Trigger)
            {
                case QueueFunctionTrigger trigger:
                    var queue = clients.Get(trigger.ConnectionString, trigger.QueueName);
                    var poison = new PoisonQueue(clients, trigger.ConnectionString, trigger.QueueName);
                    var processor = new QueueMessageProcessor(function, worker, queue, poison, queues, time, logger);
                    listeners.Add(function, new QueueListener(queue, processor, queues, time, running, logger));
                    break;
                case TimerFunctionTrigger:
                    listeners.Add(function, new TimerListener(function, worker, schedules, time, running, logger));
                    break;
            }
        }

        return listeners;
    }

    private async Task ForwardFailureAsync(Task<string> failed) => _failed.TrySetResult(await failed);

    private async Task SeedAsync(DemoSeeding seeding)
    {
        if (await seeding.RunAsync(_stopping.Token) is { } problem)
        {
            _failed.TrySetResult(problem);
        }
    }
}
