using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Configuration;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a functions application.</summary>
public sealed class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    // The host's cap for a request body.
    private const long MaxRequestBodyBytes = 104_857_600;

    private readonly WebApplicationBuilder _web;
    private readonly EmbeddedOptions _options;
    private readonly CommandLine _commandLine;
    private readonly HostJson _hostJson;
    private readonly LocalSettings _file;
    private readonly List<string> _problems = [];
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    internal FunctionsApplicationBuilder(string[] args, EmbeddedOptions options)
    {
        _options = options;
        _commandLine = CommandLine.Parse(args);
        _file = LocalSettings.Read(options.Directories, _problems);
        _web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = options.Directories[0],
            ApplicationName = options.ApplicationName,
            EnvironmentName = FindEnvironment(),
        });
        AddConfiguration(args);
        _hostJson = new HostJsonReader(_problems, Environment.IsDevelopment()).Read(options.Directories, Configuration);
        AddLogging();
        AddServices();
    }

    /// <summary>Settings; those added later win.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <summary>Name and folder of the application. The environment is Development unless AZURE_FUNCTIONS_ENVIRONMENT or DOTNET_ENVIRONMENT says otherwise.</summary>
    public IHostEnvironment Environment => _web.Environment;

    /// <summary>Where loggers are registered; a console logger is.</summary>
    public ILoggingBuilder Logging => _web.Logging;

    /// <summary>Where metrics listeners are registered.</summary>
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services => _web.Services;

    /// <summary>Values shared between the parts that build the application.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => _web.Configuration;

    internal bool ServesHttp { get; set; }

    /// <summary>Builds the application. What is wrong with it is told when it is run.</summary>
    /// <returns>The application.</returns>
    public IHost Build()
    {
        var settings = RuntimeSettings.Read(_commandLine, Configuration, _file, _problems);
        Services.AddSingleton(settings);
        Services.AddSingleton<FunctionRuntime>();
        Services.AddHostedService<ListenerService>();
        Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownTimeout);
        _web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            kestrel.Listen(settings.Address, settings.Port);
        });
        var singletons = new Singletons(Services);
        return new EmbeddedHost(_web.Build(), _options, _commandLine, _hostJson, _file, settings, singletons, _middleware, ServesHttp, _problems);
    }

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    private string FindEnvironment()
    {
        string?[] candidates =
        [
            System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
            System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"),
            System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"),
            _file.Values.GetValueOrDefault("AZURE_FUNCTIONS_ENVIRONMENT"),
        ];
        return candidates.FirstOrDefault(name => !string.IsNullOrEmpty(name)) ?? Environments.Development;
    }

    private void AddConfiguration(string[] args)
    {
        Configuration.AddJsonFile("appsettings.json", optional: true, reloadOnChange: false);
        Configuration.AddInMemoryCollection(_file.Values);
        Configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_");
        Configuration.AddEnvironmentVariables();
        Configuration.AddCommandLine(CommandLine.Remaining(args));
        Configuration.AddInMemoryCollection(_options.Settings);
    }

    private void AddLogging()
    {
        Logging.SetMinimumLevel(LogLevel.Information);
        Logging.AddFilter("Microsoft", LogLevel.Warning);
        Logging.AddFilter("System", LogLevel.Warning);

        // A failed start is told once, by the host that wraps this one.
        Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // It writes nothing at these levels, but would open a scope and an activity for every request.
        Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        foreach (var (category, text) in _hostJson.LogLevels)
        {
            if (!Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level))
            {
                _problems.Add($"host.json logging.logLevel.{category}: \"{text}\" is not a log level.");
            }
            else if (category.Equals("default", StringComparison.OrdinalIgnoreCase))
            {
                Logging.SetMinimumLevel(level);
            }
            else
            {
                Logging.AddFilter(category, level);
            }
        }

        Logging.AddConfiguration(Configuration.GetSection("Logging"));
        Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
    }

    private void AddServices()
    {
        var development = Environment.IsDevelopment();
        _web.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = development);
        Services.AddRouting();
        Services.AddCors();
        Services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
    }
}
