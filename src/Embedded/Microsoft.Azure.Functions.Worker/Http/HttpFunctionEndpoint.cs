using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Answers requests by running one function.</summary>
internal sealed class HttpFunctionEndpoint(IndexedFunction function, FunctionRunner runner, KeyGuard guard, ILogger logger)
{
    private static readonly ActionDescriptor s_noAction = new();
    private readonly AuthorizationLevel _level = ((HttpFunctionTrigger)function.Trigger).Level;

    public Task InvokeAsync(HttpContext http)
    {
        if (_level != AuthorizationLevel.Anonymous && !guard.Allows(_level, http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        return RunAsync(http);
    }

    private async Task RunAsync(HttpContext http)
    {
        try
        {
            var context = new EmbeddedFunctionContext(function, http);
            var result = await runner.RunAsync(context);
            if (result is not null && function.HttpResult is not null)
            {
                result = function.HttpResult(result);
            }

            // As on the host: action results first, and any other returned value is not written.
            if (result is IActionResult action)
            {
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), s_noAction));
            }
            else if (result is IResult answer)
            {
                await answer.ExecuteAsync(http);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Function {Function} failed.", function.Name);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }
}
