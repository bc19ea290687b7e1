namespace Microsoft.Azure.Functions.Worker.Configuration;

/// <summary>The options that this runtime takes itself; all others are configuration.</summary>
internal sealed record CommandLine(bool Help, bool SeedsDemo, string? Port, string? Address)
{
    private const string SeedDemo = "seed-demo";

    public const string HelpText = """
        Runs the functions of this application on the embedded runtime.

          seed-demo       Loads a demo year through the interface, with progress, and goes on serving. Safe to repeat.
          --port N        Port to listen on. Default 7071, or Host.LocalHttpPort in local.settings.json; 0 takes a free one.
          --address IP    Address to listen on. Default 127.0.0.1, or Host.LocalHttpAddress. Another than loopback needs keys.
          --help          Prints this text.
          --NAME=VALUE    Sets the setting NAME, for example --AzureWebJobsStorage=UseDevelopmentStorage=true.

        Settings come from Values in local.settings.json (local.settings.sample.json if there is none);
        environment variables win over them, the command line wins over both.
        """;

    public static CommandLine Parse(IReadOnlyList<string> args) => new(
        args.Any(arg => arg is "--help" or "-h" or "-?"),
        args.Contains(SeedDemo),
        Value(args, "--port"),
        Value(args, "--address"));

    /// <summary>Arguments for configuration, without the options of this runtime.</summary>
    public static string[] Remaining(IReadOnlyList<string> args)
    {
        var remaining = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] is "--port" or "--address")
            {
                i++;
            }
            else if (args[i] is not ("--help" or "-h" or "-?" or SeedDemo) && !args[i].StartsWith("--port=", StringComparison.Ordinal)
                && !args[i].StartsWith("--address=", StringComparison.Ordinal))
            {
                remaining.Add(args[i]);
            }
        }

        return [.. remaining];
    }

    private static string? Value(IReadOnlyList<string> args, string name)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i].StartsWith(name + "=", StringComparison.Ordinal))
            {
                return args[i][(name.Length + 1)..];
            }

            if (args[i] == name)
            {
                return i + 1 < args.Count ? args[i + 1] : "";
            }
        }

        return null;
    }
}
