using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Configuration;

/// <summary>How this runtime listens, guards and stops.</summary>
internal sealed record RuntimeSettings
{
    public const string Section = "AzureFunctionsEmbedded";

    public IPAddress Address { get; init; } = IPAddress.Loopback;

    public int Port { get; init; } = 7071;

    public string? FunctionKey { get; init; }

    public string? MasterKey { get; init; }

    /// <summary>How long running functions may take to end at a stop.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    public bool CorsCredentials { get; init; }

    /// <summary>Overrides the lease of host.json if set.</summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>The command line wins over configuration, that over the settings file.</summary>
    public static RuntimeSettings Read(CommandLine commandLine, IConfiguration configuration, LocalSettings file, List<string> problems)
    {
        string? Find(string name, string fileName) => configuration[$"{Section}:{name}"] ?? file.Host.GetValueOrDefault(fileName);

        var settings = new RuntimeSettings
        {
            Address = ParseAddress(commandLine.Address ?? Find("Address", "LocalHttpAddress") ?? "127.0.0.1", problems),
            Port = ParsePort(commandLine.Port ?? Find("Port", "LocalHttpPort") ?? "7071", problems),
            FunctionKey = NullIfEmpty(Find("FunctionKey", "FunctionKey")),
            MasterKey = NullIfEmpty(Find("MasterKey", "MasterKey")),
            ShutdownTimeout = ParseDuration(Find("ShutdownTimeout", "ShutdownTimeout"), "ShutdownTimeout", TimeSpan.Zero, problems) ?? TimeSpan.FromSeconds(30),
            CorsOrigins = (Find("Cors", "CORS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            CorsCredentials = string.Equals(Find("CorsCredentials", "CORSCredentials"), "true", StringComparison.OrdinalIgnoreCase),
            QueueLease = ParseDuration(Find("QueueVisibilityTimeout", "QueueVisibilityTimeout"), "QueueVisibilityTimeout", TimeSpan.FromSeconds(1), problems),
        };

        if (!IPAddress.IsLoopback(settings.Address) && settings.FunctionKey is null && settings.MasterKey is null)
        {
            problems.Add($"Address {settings.Address}: other machines could call every function, because no key is set. "
                + $"Set Host.FunctionKey and Host.MasterKey in local.settings.json (or {Section}__FunctionKey and {Section}__MasterKey), or listen on 127.0.0.1.");
        }

        if (settings.CorsCredentials && settings.CorsOrigins.Contains("*"))
        {
            problems.Add("Host.CORS: \"*\" cannot be combined with CORSCredentials; list the origins.");
        }

        return settings;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static IPAddress ParseAddress(string text, List<string> problems)
    {
        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        if (text == "*")
        {
            return IPAddress.Any;
        }

        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        problems.Add($"Address \"{text}\": must be an IP address or localhost.");
        return IPAddress.Loopback;
    }

    private static int ParsePort(string text, List<string> problems)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535)
        {
            return port;
        }

        problems.Add($"Port \"{text}\": must be a number from 0 (any free port) to 65535.");
        return 0;
    }

    private static TimeSpan? ParseDuration(string? text, string name, TimeSpan min, List<string> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= TimeSpan.FromDays(7))
        {
            return value;
        }

        problems.Add($"{name} \"{text}\": must be a duration from \"{min}\" to \"7.00:00:00\".");
        return null;
    }
}
