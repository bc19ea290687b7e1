using Microsoft.Extensions.Logging;

namespace Pipeline.LocalHost.Settings;

/// <summary>The part of host.json that the local host honours.</summary>
internal sealed record HostJson
{
    /// <summary>First part of every route, without slashes at its ends. Default <c>api</c>.</summary>
    public string RoutePrefix { get; init; } = "api";

    public QueueSettings Queues { get; init; } = new();

    /// <summary>Log levels by category, section <c>logging.logLevel</c>.</summary>
    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; } = new Dictionary<string, LogLevel>();
}
