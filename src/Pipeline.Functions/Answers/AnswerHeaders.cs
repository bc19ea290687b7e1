using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Pipeline.Functions.Answers;

/// <summary>
/// Headers of every answer: a browser takes it for nothing else than it says it is, and an answer that is opened as a page runs and loads
/// nothing and stands in no frame. A page that needs more says so itself.
/// </summary>
public sealed class AnswerHeaders : IFunctionsWorkerMiddleware
{
    /// <summary>Content security policy of what is no page.</summary>
    public const string NoPage = "default-src 'none'; frame-ancestors 'none'";

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.ContentSecurityPolicy = NoPage;
        }

        return next(context);
    }
}
