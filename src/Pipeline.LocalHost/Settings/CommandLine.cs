namespace Pipeline.LocalHost.Settings;

/// <summary>What was typed after <c>dotnet run --project src/Pipeline.Functions --</c>.</summary>
internal sealed record CommandLine
{
    private const string SeedDemo = "seed-demo";
    private static readonly string[] Known = ["--help", "--port", "--address", "--verbose", "--app"];

    public const string HelpText = """
        Runs the pipeline on this machine: its functions in a worker process, Azurite, and the demo site.

          seed-demo       Loads a demo year through the interface, with progress, and goes on serving. Safe to repeat.
          --port N        Port to listen on. Default 7071, or Host.LocalHttpPort in local.settings.json; 0 takes a free one.
          --address IP    Address to listen on. Default 127.0.0.1, or Host.LocalHttpAddress. Another than loopback needs keys.
          --verbose       Lists every function with its address, queue or schedule at the start.
          --help          Prints this text.
          --NAME=VALUE    Sets the setting NAME, for example --AzureWebJobsStorage=UseDevelopmentStorage=true.

        Settings come from Values in local.settings.json (local.settings.sample.json if there is none);
        environment variables win over them, the command line wins over both.
        """;

    public bool Help { get; private init; }

    public bool SeedsDemo { get; private init; }

    public bool Verbose { get; private init; }

    public string? Port { get; private init; }

    public string? Address { get; private init; }

    /// <summary>Folder of the built functions; the current one if it was not given.</summary>
    public string? AppFolder { get; private init; }

    /// <summary>Settings of the form <c>--NAME=VALUE</c>, sections separated by colons.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; private init; } = new Dictionary<string, string?>();

    public static CommandLine Parse(IReadOnlyList<string> args, List<string> problems)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Split(args[i]);
            name = name is "-h" or "-?" ? "--help" : name;
            switch (name)
            {
                case SeedDemo or "--help" or "--verbose" when value is null:
                    values[name] = "";
                    break;
                case "--port" or "--address" or "--app":
                    values[name] = value ?? (i + 1 < args.Count ? args[++i] : "");
                    break;
                default:
                    AddSetting(args[i], name, value, settings, problems);
                    break;
            }
        }

        return new CommandLine
        {
            Help = values.ContainsKey("--help"),
            SeedsDemo = values.ContainsKey(SeedDemo),
            Verbose = values.ContainsKey("--verbose"),
            Port = values.GetValueOrDefault("--port"),
            Address = values.GetValueOrDefault("--address"),
            AppFolder = values.GetValueOrDefault("--app"),
            Settings = settings,
        };
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static void AddSetting(string argument, string name, string? value, Dictionary<string, string?> settings, List<string> problems)
    {
        var nearest = NearestName.Of(name, [SeedDemo, .. Known]);
        if (value is not null
            && name.Length > 2
            && (nearest is null || name.Contains("__", StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal)))
        {
            settings[name[2..].Replace("__", ":", StringComparison.Ordinal)] = value;
            return;
        }

        var kind = argument.StartsWith('-') ? "option" : "command";
        var hint = nearest is null ? "--help lists what there is." : $"Did you mean \"{nearest}\"?";
        problems.Add($"Unknown {kind} \"{argument}\". {hint}");
    }
}
