using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Configuration;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Queues;
using Microsoft.Azure.Functions.Worker.Timers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>The application: checks everything, then starts emulator, services, HTTP and listeners in this order, and stops them in reverse.</summary>
internal sealed class EmbeddedHost(
    WebApplication app,
    EmbeddedOptions options,
    CommandLine commandLine,
    HostJson hostJson,
    LocalSettings file,
    RuntimeSettings settings,
    Singletons singletons,
    IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
    bool servesHttp,
    List<string> problems) : IHost, IAsyncDisposable
{
    private readonly FunctionRuntime _runtime = app.Services.GetRequiredService<FunctionRuntime>();
    private IAsyncDisposable? _emulator;
    private Task _seeding = Task.CompletedTask;
    private bool _started;

    public IServiceProvider Services => app.Services;

    /// <summary>Where it listens, without a slash at the end; known after the start.</summary>
    public string Url => app.Urls.First();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (commandLine.Help)
        {
            options.Output.WriteLine(CommandLine.HelpText);
            app.Lifetime.StopApplication();
            return;
        }

        try
        {
            await StartOrThrowAsync(cancellationToken);
        }
        catch (Exception exception) when (!options.ThrowOnStartFailure)
        {
            options.Error.WriteLine(Explain(exception));
            Environment.ExitCode = 1;
            app.Lifetime.StopApplication();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _seeding;
            if (_started)
            {
                await app.StopAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Requests that outlast the drain are cut; that was announced.
        }
        finally
        {
            await StopEmulatorAsync();
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await StopEmulatorAsync();
    }

    private async Task StartOrThrowAsync(CancellationToken cancellationToken)
    {
        if (file.IsSample)
        {
            options.Output.WriteLine($"No local.settings.json; using {file.Path}.");
        }

        var clients = new QueueClients();
        var wakeups = new QueueWakeups();
        _runtime.Functions = Index(clients, wakeups);
        if (problems.Count > 0)
        {
            throw new StartupException("The application cannot start:", problems);
        }

        CheckPort();
        if (new SettingResolver(app.Configuration).Connection(null) is { } storage
            && storage.Trim().TrimEnd(';').Equals("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase))
        {
            _emulator = await options.StartStorageEmulator(options.Output, cancellationToken);
        }

        var runner = new FunctionRunner(middleware);
        AddListeners(runner, clients, wakeups);
        var hasDemo = MapEndpoints(runner);
        _started = true;
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw PortInUse();
        }

        Banner.Print(options.Output, _runtime.Functions, Url, hasDemo);
        if (commandLine.SeedsDemo)
        {
            _seeding = new DemoSeeding(Url, settings, _runtime, clients, options).RunAsync(app.Lifetime);
        }
    }

    /// <summary>Asked before anything is started that would have to be stopped again.</summary>
    private void CheckPort()
    {
        if (settings.Port == 0)
        {
            return;
        }

        try
        {
            using var probe = new TcpListener(settings.Address, settings.Port);
            probe.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw PortInUse();
        }
        catch (SocketException exception)
        {
            throw new StartupException($"Cannot listen on {settings.Address}, port {settings.Port}: {exception.Message}.", []);
        }
    }

    private StartupException PortInUse() =>
        new($"Port {settings.Port} on {settings.Address} is in use. Stop what listens there, or choose another with --port N.", []);

    private IReadOnlyList<IndexedFunction> Index(QueueClients clients, QueueWakeups wakeups)
    {
        var types = options.FunctionTypes ?? Assembly.GetEntryAssembly()?.GetTypes() ?? [];
        var json = Services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
        var indexer = new FunctionIndexer(
            hostJson, app.Configuration, json, clients, wakeups, Services.GetService<IServiceProviderIsService>(),
            new FunctionActivators(Services, singletons), problems);
        var functions = indexer.Index(types);
        if (!servesHttp && functions.Any(function => function.Trigger is HttpFunctionTrigger))
        {
            problems.Add("There are HTTP functions, but ConfigureFunctionsWebApplication() was not called.");
        }

        return functions;
    }

    private void AddListeners(FunctionRunner runner, QueueClients clients, QueueWakeups wakeups)
    {
        var scopes = Services.GetRequiredService<IServiceScopeFactory>();
        var loggers = Services.GetRequiredService<ILoggerFactory>();
        var queues = settings.QueueLease is { } lease ? hostJson.Queues with { Lease = lease } : hostJson.Queues;
        var resolver = new SettingResolver(app.Configuration);
        IScheduleStatusStore? schedules = null;
        foreach (var function in _runtime.Functions)
        {
            var logger = loggers.CreateLogger("Function." + function.Name);
            switch (function.Trigger)
            {
                case QueueFunctionTrigger trigger:
                    var queue = clients.Get(trigger.ConnectionString, trigger.QueueName);
                    var poison = new PoisonQueue(clients, trigger.ConnectionString, trigger.QueueName);
                    var processor = new QueueMessageProcessor(function, runner, scopes, queue, poison, queues, options.TimeProvider, logger);
                    _runtime.Listeners[function] = new QueueListener(queue, processor, queues, options.TimeProvider, _runtime.Running, wakeups, logger);
                    break;
                case TimerFunctionTrigger:
                    schedules ??= options.ScheduleStatusStore
                        ?? new TableScheduleStatusStore(resolver.Connection(null), options.ApplicationName);
                    _runtime.Listeners[function] = new TimerListener(function, runner, scopes, schedules, options.TimeProvider, _runtime.Running, logger);
                    break;
            }
        }
    }

    private bool MapEndpoints(FunctionRunner runner)
    {
        if (settings.CorsOrigins.Count > 0)
        {
            app.UseCors(policy =>
            {
                policy.WithOrigins([.. settings.CorsOrigins]).AllowAnyHeader().AllowAnyMethod();
                if (settings.CorsCredentials)
                {
                    policy.AllowCredentials();
                }
            });
        }

        var loggers = Services.GetRequiredService<ILoggerFactory>();
        var guard = new KeyGuard(settings.FunctionKey, settings.MasterKey);
        var endpoints = new List<(HttpFunctionTrigger Trigger, RequestDelegate Run)>();
        foreach (var function in _runtime.Functions)
        {
            if (function.Trigger is HttpFunctionTrigger http)
            {
                RequestDelegate run = new HttpFunctionEndpoint(function, runner, guard, loggers.CreateLogger("Function." + function.Name)).InvokeAsync;
                var mapped = http.Methods.Count == 0
                    ? app.Map(http.Pattern, run)
                    : app.Map(http.Pattern, run).WithMetadata(new AspNetCore.Routing.HttpMethodMetadata(http.Methods));
                mapped.WithDisplayName(function.Name);
                endpoints.Add((http, run));
            }
        }

        var literal = new LiteralRoutes(endpoints);
        app.Use(next => http => literal.Find(http.Request) is { } run ? run(http) : next(http));
        app.UseRouting();
        new AdminEndpoints(_runtime, guard).Map(app);
        return DemoSite.Map(app, options.Directories[0]);
    }

    private async Task StopEmulatorAsync()
    {
        if (_emulator is { } emulator)
        {
            _emulator = null;
            await emulator.DisposeAsync();
        }
    }

    private static string Explain(Exception exception) => exception switch
    {
        StartupException => exception.Message,
        OptionsValidationException invalid => "The application cannot start, settings are not valid:" + Environment.NewLine
            + string.Join(Environment.NewLine, invalid.Failures.Select(failure => "  - " + failure)),
        _ => "The application cannot start: " + exception,
    };
}
