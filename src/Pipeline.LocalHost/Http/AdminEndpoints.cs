using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.LocalHost.Functions;

namespace Pipeline.LocalHost.Http;

/// <summary>The host's own routes: list functions, run one now, tell the state.</summary>
internal sealed class AdminEndpoints(IReadOnlyList<HostedFunction> functions, FunctionListeners listeners, KeyGuard guard)
{
    private const int MaxBodyBytes = 1024 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/admin/functions", [HttpMethods.Get], Guarded(ListAsync));
        routes.MapMethods("/admin/functions/{name}", [HttpMethods.Post], Guarded(RunAsync));
        routes.MapMethods("/admin/host/status", [HttpMethods.Get], Guarded(StatusAsync));
    }

    private RequestDelegate Guarded(RequestDelegate next) => guard.Guard(AccessLevel.Admin, next);

    private static Task StatusAsync(HttpContext http) =>
        Results.Json(new { state = "Running", version = "local", processId = Environment.ProcessId }).ExecuteAsync(http);

    private Task ListAsync(HttpContext http)
    {
        var root = $"{http.Request.Scheme}://{http.Request.Host}";
        return Results.Json(functions.Select(function => Describe(function, root))).ExecuteAsync(http);
    }

    private static Dictionary<string, object?> Describe(HostedFunction function, string root)
    {
        var binding = new Dictionary<string, object?>
        {
            ["type"] = function.Trigger.Type,
            ["direction"] = "in",
            ["name"] = function.Trigger.ParameterName,
        };
        string? url = null;
        switch (function.Trigger)
        {
            case HttpFunctionTrigger http:
                url = root + http.Pattern.RawText;
                binding["methods"] = http.Methods;
                binding["authLevel"] = http.Level.ToString().ToLowerInvariant();
                break;
            case QueueFunctionTrigger queue:
                binding["queueName"] = queue.QueueName;
                break;
            case TimerFunctionTrigger timer:
                binding["schedule"] = timer.Schedule.Text;
                break;
        }

        return new Dictionary<string, object?>
        {
            ["name"] = function.Name,
            ["href"] = $"{root}/admin/functions/{function.Name}",
            ["invoke_url_template"] = url,
            ["language"] = "dotnet-isolated",
            ["isDisabled"] = false,
            ["config"] = new { bindings = new[] { binding } },
        };
    }

    private async Task RunAsync(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        var function = functions.FirstOrDefault(candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (function is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (listeners.Find(function.Name) is not { } listener)
        {
            await Problem(
                http,
                400,
                $"Function \"{function.Name}\" is run by a request to its own route; only timer and queue functions are run here.");
            return;
        }

        var (input, problem) = await ReadInputAsync(http);
        if (problem is not null)
        {
            await Problem(http, 400, problem);
            return;
        }

        RunInBackground(listener, input);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private void RunInBackground(IFunctionListener listener, string input)
    {
        var run = listeners.Running.Begin();
        _ = Task.Run(async () =>
        {
            using (run)
            {
                await listener.RunNowAsync(input, listeners.Running.Cancellation);
            }
        });
    }

    private static async Task<(string Input, string? Problem)> ReadInputAsync(HttpContext http)
    {
        const string Expected = "The body must be JSON such as {\"input\":\"text\"}, at most 1 MiB.";
        var bytes = new byte[MaxBodyBytes + 1];
        var length = await http.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, http.RequestAborted);
        if (length > MaxBodyBytes)
        {
            return ("", Expected);
        }

        try
        {
            if (JsonNode.Parse(bytes.AsSpan(0, length)) is not JsonObject body)
            {
                return ("", Expected);
            }

            return body["input"] switch
            {
                null => ("", null),
                JsonValue value when value.TryGetValue<string>(out var input) => (input, null),
                var other => (other.ToJsonString(), null),
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // The latter tells of a name that is there twice.
            return ("", Expected);
        }
    }

    private static Task Problem(HttpContext http, int status, string detail) =>
        Results.Problem(detail, statusCode: status).ExecuteAsync(http);
}
