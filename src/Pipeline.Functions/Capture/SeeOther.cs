using Microsoft.AspNetCore.Http;

namespace Pipeline.Functions.Capture;

// 303: the browser fetches the page with GET, so going back or reloading does not send the form again.
internal sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
