using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Pipeline.LocalHost.Settings;

/// <summary>How the local host listens, guards and stops.</summary>
internal sealed record LocalHostSettings
{
    public const string Section = "LocalHost";

    private static readonly string[] Names =
        ["Port", "Address", "FunctionKey", "MasterKey", "ShutdownTimeout", "QueueLease", "Cors", "CorsCredentials"];

    private static readonly string[] FileNames =
        ["LocalHttpPort", "LocalHttpAddress", "FunctionKey", "MasterKey", "ShutdownTimeout", "QueueLease", "CORS", "CORSCredentials"];

    public IPAddress Address { get; init; } = IPAddress.Loopback;

    public int Port { get; init; } = 7071;

    public string? FunctionKey { get; init; }

    public string? MasterKey { get; init; }

    /// <summary>How long running functions may take to end at a stop.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public IReadOnlyList<string> CorsOrigins { get; init; } = [];

    public bool CorsCredentials { get; init; }

    /// <summary>
    /// How long a received message is hidden while its function runs; renewed at half of it. 1 s to 7 d, default 10 min as on the host.
    /// </summary>
    public TimeSpan QueueLease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The command line wins over configuration, that over the settings file.</summary>
    public static LocalHostSettings Read(CommandLine commandLine, IConfiguration configuration, LocalSettings file, List<string> problems)
    {
        FindUnknown(configuration, file, problems);
        string? Find(string name, string fileName) => configuration[$"{Section}:{name}"] ?? file.Host.GetValueOrDefault(fileName);

        var settings = new LocalHostSettings
        {
            Address = ParseAddress(commandLine.Address ?? Find("Address", "LocalHttpAddress") ?? "127.0.0.1", problems),
            Port = ParsePort(commandLine.Port ?? Find("Port", "LocalHttpPort") ?? "7071", problems),
            FunctionKey = NullIfEmpty(Find("FunctionKey", "FunctionKey")),
            MasterKey = NullIfEmpty(Find("MasterKey", "MasterKey")),
            ShutdownTimeout = ParseDuration(
                Find("ShutdownTimeout", "ShutdownTimeout"), "ShutdownTimeout", TimeSpan.Zero, problems) ?? TimeSpan.FromSeconds(30),
            CorsOrigins = (Find("Cors", "CORS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            CorsCredentials = string.Equals(Find("CorsCredentials", "CORSCredentials"), "true", StringComparison.OrdinalIgnoreCase),
            QueueLease = ParseDuration(
                Find("QueueLease", "QueueLease"), "QueueLease", TimeSpan.FromSeconds(1), problems) ?? TimeSpan.FromMinutes(10),
        };

        if (!IPAddress.IsLoopback(settings.Address) && settings.FunctionKey is null && settings.MasterKey is null)
        {
            problems.Add($"Address {settings.Address}: other machines could call every function, because no key is set. "
                + $"Set Host.FunctionKey and Host.MasterKey in local.settings.json (or {Section}__FunctionKey and {Section}__MasterKey), "
                + "or listen on 127.0.0.1.");
        }

        if (settings.CorsCredentials && settings.CorsOrigins.Contains("*"))
        {
            problems.Add("Host.CORS: \"*\" cannot be combined with CORSCredentials; list the origins.");
        }

        return settings;
    }

    private static void FindUnknown(IConfiguration configuration, LocalSettings file, List<string> problems)
    {
        var unknown = configuration.GetSection(Section)
            .GetChildren()
            .Where(setting => !Names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .Select(setting => ($"{Section}__{setting.Key}", setting.Key, Known: Names, Prefix: Section + "__"))
                .Concat(file.Host.Keys.Where(key => !FileNames.Contains(key, StringComparer.OrdinalIgnoreCase))
                    .Select(key => ($"{file.Name} Host.{key}", key, Known: FileNames, Prefix: "Host.")));
        foreach (var (name, key, known, prefix) in unknown)
        {
            var hint = NearestName.Of(key, known) is { } nearest
                ? $"Did you mean \"{prefix}{nearest}\"?"
                : $"Known are {string.Join(", ", known)}.";
            problems.Add($"{name}: unknown setting. {hint}");
        }
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
