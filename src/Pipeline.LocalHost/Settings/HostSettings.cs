using Microsoft.Extensions.Configuration;

namespace Pipeline.LocalHost.Settings;

/// <summary>Everything that settles a start: command line, settings file, environment and host.json.</summary>
internal sealed class HostSettings
{
    private const string EnvironmentVariable = "AZURE_FUNCTIONS_ENVIRONMENT";

    private HostSettings(
        IConfiguration configuration,
        LocalSettings file,
        HostJson hostJson,
        LocalHostSettings local,
        IReadOnlyDictionary<string, string?> forWorker) =>
        (Configuration, File, HostJson, Local, ForWorker) = (configuration, file, hostJson, local, forWorker);

    public IConfiguration Configuration { get; }

    public LocalSettings File { get; }

    public HostJson HostJson { get; }

    public LocalHostSettings Local { get; }

    /// <summary>Settings that the worker gets as environment variables, over those it inherits.</summary>
    public IReadOnlyDictionary<string, string?> ForWorker { get; }

    /// <summary>Reads all of it and collects what is wrong.</summary>
    /// <param name="commandLine">What was typed.</param>
    /// <param name="folders">Folders in which host.json and the settings file are looked for, in order.</param>
    /// <param name="overrides">Settings that win over every other source.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static HostSettings Read(
        CommandLine commandLine, IReadOnlyList<string> folders, IReadOnlyDictionary<string, string?> overrides, List<string> problems)
    {
        var file = LocalSettings.Read(folders, problems);
        var variables = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(file.Values)
            .AddConfiguration(variables)
            .AddInMemoryCollection(commandLine.Settings)
            .AddInMemoryCollection(overrides)
                .Build();

        // The worker inherits the variables; an empty one takes a setting of the file back, as for the real host.
        var forWorker = file.Values.Where(value => variables[value.Key] is null)
            .Concat(commandLine.Settings)
            .Concat(overrides)
                .GroupBy(value => value.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(value => value.Key, value => value.Last().Value, StringComparer.OrdinalIgnoreCase);
        var environment = FindEnvironment(configuration);
        forWorker[EnvironmentVariable] = environment;
        var hostJson = new HostJsonReader(problems, environment.Equals("Development", StringComparison.OrdinalIgnoreCase)).Read(
            folders, configuration);
        var local = LocalHostSettings.Read(commandLine, configuration, file, problems);
        return new HostSettings(
            configuration, file, hostJson with { Queues = hostJson.Queues with { Lease = local.QueueLease } }, local, forWorker);
    }

    private static string FindEnvironment(IConfiguration configuration) =>
        new[] { configuration[EnvironmentVariable], configuration["DOTNET_ENVIRONMENT"], configuration["ASPNETCORE_ENVIRONMENT"] }
            .FirstOrDefault(name => !string.IsNullOrEmpty(name)) ?? "Development";
}
