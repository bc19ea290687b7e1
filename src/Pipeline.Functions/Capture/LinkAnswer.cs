using Microsoft.AspNetCore.Http;

namespace Pipeline.Functions.Capture;

// 302 to the link's target, or a page that says that there is no such link; neither is kept by caches, because each click counts.
internal sealed class LinkAnswer(string? location) : IResult
{
    private const string NotFound =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>Link not found</title>
        </head>
        <body>
        <main>
        <h1>Link not found</h1>
        <p>This link is misspelt or no longer in use. Please ask whoever gave it to you for a new one.</p>
        </main>
        </body>
        </html>
        """;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        if (location is not null)
        {
            response.StatusCode = StatusCodes.Status302Found;
            response.Headers.Location = location;
            return Task.CompletedTask;
        }

        response.StatusCode = StatusCodes.Status404NotFound;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(NotFound);
    }
}
