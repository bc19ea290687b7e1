using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP side of an invocation.</summary>
public static class FunctionContextExtensions
{
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>The request that triggered the invocation.</summary>
    /// <param name="context">The invocation.</param>
    /// <returns>The request's context, or <see langword="null"/> if the trigger is not HTTP.</returns>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context is EmbeddedFunctionContext embedded
            ? embedded.HttpContext
            : context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
    }
}
