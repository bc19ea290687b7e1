using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Pipeline.LocalHost.Settings;

/// <summary>Reads host.json and collects everything that is wrong with it.</summary>
internal sealed class HostJsonReader(List<string> problems, bool development)
{
    /// <summary>Settings below this name win over the file, as on the host.</summary>
    public const string OverrideSection = "AzureFunctionsJobHost";

    private static readonly TimeSpan MaxVisibility = TimeSpan.FromDays(7);

    public HostJson Read(IReadOnlyList<string> directories, IConfiguration configuration)
    {
        if (JsonFile.Find(directories, "host.json") is not { } path)
        {
            problems.Add($"host.json: not found in {string.Join(" or ", directories.Distinct())}.");
            return new HostJson();
        }

        var root = JsonFile.Read(path, problems);
        Override(root, configuration.GetSection(OverrideSection));
        if (root.Count > 0 && JsonFile.Text(root["version"]) != "2.0")
        {
            problems.Add("host.json version: must be \"2.0\".");
        }

        var extensions = JsonFile.Section(root, "extensions", "host.json extensions", problems);
        var http = JsonFile.Section(extensions, "http", "host.json extensions.http", problems);
        var queues = JsonFile.Section(extensions, "queues", "host.json extensions.queues", problems);
        var logging = JsonFile.Section(root, "logging", "host.json logging", problems);
        var levels = JsonFile.Section(logging, "logLevel", "host.json logging.logLevel", problems);
        return new HostJson
        {
            RoutePrefix = (JsonFile.Text(http?["routePrefix"]) ?? "api").Trim('/'),
            Queues = ReadQueues(queues ?? []),
            LogLevels = ReadLevels(levels ?? []),
        };
    }

    private static void Override(JsonObject json, IConfiguration settings)
    {
        foreach (var setting in settings.GetChildren())
        {
            if (setting.Value is { } value)
            {
                json[setting.Key] = value;
                continue;
            }

            if (json[setting.Key] is not JsonObject section)
            {
                json[setting.Key] = section = new JsonObject(new JsonNodeOptions { PropertyNameCaseInsensitive = true });
            }

            Override(section, setting);
        }
    }

    private QueueSettings ReadQueues(JsonObject json)
    {
        var batchSize = Number(json, "batchSize", 16, 1, 32);
        var encoding = (JsonFile.Text(json["messageEncoding"]) ?? "base64").ToUpperInvariant();
        if (encoding is not ("BASE64" or "NONE"))
        {
            problems.Add($"{Name("messageEncoding")}: \"{JsonFile.Text(json["messageEncoding"])}\" is neither \"base64\" nor \"none\".");
        }

        var pollingDefault = development ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1);
        return new QueueSettings
        {
            BatchSize = batchSize,
            NewBatchThreshold = Number(json, "newBatchThreshold", batchSize / 2 * Environment.ProcessorCount, 0, int.MaxValue),
            MaxPollingInterval = Duration(json, "maxPollingInterval", pollingDefault, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)),
            VisibilityTimeout = Duration(json, "visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, MaxVisibility),
            MaxDequeueCount = Number(json, "maxDequeueCount", 5, 1, int.MaxValue),
            Base64 = encoding != "NONE",
        };
    }

    private Dictionary<string, LogLevel> ReadLevels(JsonObject json)
    {
        var levels = new Dictionary<string, LogLevel>();
        foreach (var (category, text) in json)
        {
            if (Enum.TryParse<LogLevel>(JsonFile.Text(text), ignoreCase: true, out var level))
            {
                levels[category] = level;
            }
            else
            {
                problems.Add($"host.json logging.logLevel.{category}: \"{JsonFile.Text(text)}\" is not a log level.");
            }
        }

        return levels;
    }

    private int Number(JsonObject json, string name, int fallback, int min, int max)
    {
        if (json[name] is not { } node)
        {
            return fallback;
        }

        if (int.TryParse(JsonFile.Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max)
        {
            return value;
        }

        var range = max == int.MaxValue ? $"a whole number of at least {min}" : $"a whole number from {min} to {max}";
        problems.Add($"{Name(name)}: {node.ToJsonString()} is not {range}.");
        return fallback;
    }

    private TimeSpan Duration(JsonObject json, string name, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (json[name] is not { } node)
        {
            return fallback;
        }

        if (TimeSpan.TryParse(JsonFile.Text(node), CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        problems.Add($"{Name(name)}: {node.ToJsonString()} is not a duration from \"{min}\" to \"{max}\".");
        return fallback;
    }

    private static string Name(string name) => "host.json extensions.queues." + name;
}
