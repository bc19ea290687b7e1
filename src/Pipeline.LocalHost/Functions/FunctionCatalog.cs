using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Pipeline.LocalHost.Queues;
using Pipeline.LocalHost.Settings;
using Pipeline.LocalHost.Timers;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Functions;

/// <summary>Reads the functions that a worker tells of, and collects everything that is wrong with them.</summary>
internal sealed partial class FunctionCatalog(HostJson host, IConfiguration configuration, QueueClients clients, List<string> problems)
{
    private readonly SettingResolver _settings = new(configuration);

    /// <summary>The functions that are not switched off.</summary>
    public IReadOnlyList<HostedFunction> Read(IEnumerable<RpcFunctionMetadata> metadata)
    {
        var functions = new List<HostedFunction>();
        foreach (var function in metadata.Where(function => !IsDisabled(function.Name)))
        {
            if (!FunctionName().IsMatch(function.Name) || function.Name.Equals("host", StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(
                    $"Function \"{function.Name}\": the name must be a letter, then at most 127 letters, digits, '_' or '-', and not "
                        + "\"host\".");
            }
            else if (ReadTrigger(function) is { } trigger)
            {
                functions.Add(new HostedFunction(function.Name, trigger));
            }
        }

        foreach (var names in functions
            .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(names => names.Count() > 1))
        {
            problems.Add($"Function name \"{names.Key}\" is used {names.Count()} times.");
        }

        problems.AddRange(RouteConflicts.Find(functions));
        return functions;
    }

    private bool IsDisabled(string name) =>
        string.Equals(configuration[$"AzureWebJobs.{name}.Disabled"], "true", StringComparison.OrdinalIgnoreCase);

    private FunctionTrigger? ReadTrigger(RpcFunctionMetadata function)
    {
        var where = $"Function \"{function.Name}\"";
        foreach (var text in function.RawBindings)
        {
            if (!TryParse(text, out var binding))
            {
                return Problem($"{where}: a binding is not JSON: {text}");
            }

            if (JsonFile.Text(binding["type"]) is not { } type || !type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var parameter = JsonFile.Text(binding["name"]) ?? "";
            return type.ToUpperInvariant() switch
            {
                "HTTPTRIGGER" => ReadHttp(function.Name, parameter, binding, where),
                "QUEUETRIGGER" => ReadQueue(parameter, binding, where),
                "TIMERTRIGGER" => ReadTimer(parameter, binding, where),
                _ => Problem($"{where}: trigger {type} is not one of the local host's."),
            };
        }

        return Problem($"{where}: has no trigger.");
    }

    private FunctionTrigger? Problem(string text)
    {
        problems.Add(text);
        return null;
    }

    private FunctionTrigger? ReadHttp(string name, string parameter, JsonObject binding, string where)
    {
        var route = (JsonFile.Text(binding["route"]) ?? name).Trim('/');
        if (Reserved().IsMatch(route))
        {
            return Problem($"{where}: route \"{route}\" starts with a reserved word, admin or runtime.");
        }

        try
        {
            var pattern = RoutePatternFactory.Parse("/" + string.Join(
                '/', new[] { host.RoutePrefix, route }.Where(part => part.Length > 0)));
            var methods = (binding["methods"] as JsonArray ?? []).Select(method => JsonFile.Text(method)?.ToUpperInvariant())
                .OfType<string>()
                .Distinct();
            return new HttpFunctionTrigger(parameter, ReadLevel(JsonFile.Text(binding["authLevel"])), pattern, [.. methods]);
        }
        catch (RoutePatternException exception)
        {
            return Problem($"{where}: route \"{route}\" is not valid. {exception.Message}");
        }
    }

    // An absent level means the function key; levels that need an identity provider are only opened by the master key here.
    private static AccessLevel ReadLevel(string? text) => text?.ToUpperInvariant() switch
    {
        "ANONYMOUS" => AccessLevel.Anonymous,
        null or "FUNCTION" => AccessLevel.Function,
        _ => AccessLevel.Admin,
    };

    private FunctionTrigger? ReadQueue(string parameter, JsonObject binding, string where)
    {
        if (Resolve(binding["queueName"], where)?.ToLowerInvariant() is not { } name)
        {
            return null;
        }

        if (!QueueName().IsMatch(name))
        {
            return Problem($"{where}: queue name \"{name}\" must be 3 to 63 lower-case letters, digits and single dashes.");
        }

        var setting = JsonFile.Text(binding["connection"]) is { Length: > 0 } given ? given : SettingResolver.DefaultConnection;
        if (_settings.Connection(setting) is not { } connection)
        {
            return Problem($"{where}: setting {setting} holds no connection string.");
        }

        if (Refusal(() => clients.Get(connection, name)) is { } reason)
        {
            return Problem($"{where}: setting {setting} is not a connection string. {reason}");
        }

        var isBinary = string.Equals(JsonFile.Text(binding["dataType"]), "Binary", StringComparison.OrdinalIgnoreCase);
        return new QueueFunctionTrigger(parameter, name, connection, isBinary);
    }

    private FunctionTrigger? ReadTimer(string parameter, JsonObject binding, string where)
    {
        if (Resolve(binding["schedule"], where) is not { } text)
        {
            return null;
        }

        if (!TimerSchedule.TryParse(text, out var schedule))
        {
            return Problem(
                $"{where}: schedule \"{text}\" is not six fields \"second minute hour day month day-of-week\" (or five without seconds).");
        }

        var useMonitor = JsonFile.Text(binding["useMonitor"]) != "false";
        if (useMonitor && _settings.Connection(null) is null)
        {
            return Problem($"{where}: setting {SettingResolver.DefaultConnection} is needed to keep the timer's status.");
        }

        if (useMonitor && Refusal(() => new TableScheduleStatusStore(_settings.Connection(null), "").Table) is { } reason)
        {
            return Problem($"{where}: setting {SettingResolver.DefaultConnection} is not a connection string. {reason}");
        }

        return new TimerFunctionTrigger(parameter, schedule, useMonitor, JsonFile.Text(binding["runOnStartup"]) == "true");
    }

    /// <summary>The text with its settings, or <see langword="null"/> and a problem if one of them is not set.</summary>
    private string? Resolve(JsonNode? text, string where)
    {
        var before = problems.Count;
        var resolved = _settings.Resolve(JsonFile.Text(text) ?? "", where, problems);
        return problems.Count == before ? resolved : null;
    }

    private static string? Refusal(Func<object?> connect)
    {
        try
        {
            _ = connect();
            return null;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            return exception.Message;
        }
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out JsonObject? binding)
    {
        try
        {
            binding = JsonNode.Parse(text, new JsonNodeOptions { PropertyNameCaseInsensitive = true }) as JsonObject;
        }
        catch (JsonException)
        {
            binding = null;
        }

        return binding is not null;
    }

    // So does the host: words that only begin like this are reserved, too.
    [GeneratedRegex("^(admin|runtime)", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex FunctionName();

    [GeneratedRegex("^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")]
    private static partial Regex QueueName();
}
