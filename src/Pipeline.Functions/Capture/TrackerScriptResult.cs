using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Pipeline.Functions.Capture;

internal sealed class TrackerScriptResult(TrackerScript script, TimeSpan maxAge, bool sendsCors, HttpRequest request) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var gzip = AcceptsGzip(request.Headers.AcceptEncoding);
        var tag = gzip ? script.GzipTag : script.PlainTag;
        var response = httpContext.Response;
        response.Headers.ETag = tag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={(long)maxAge.TotalSeconds}");
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (sendsCors)
        {
            // The same for every site and without credentials: pages may load it with crossorigin and integrity.
            response.Headers.AccessControlAllowOrigin = "*";
        }

        response.Headers.XContentTypeOptions = "nosniff";
        if (request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (gzip)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        var body = gzip ? script.Gzip : script.Plain;
        response.ContentType = "text/javascript; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static bool AcceptsGzip(StringValues header) =>
        StringWithQualityHeaderValue.TryParseList(header, out var accepted)
        && accepted.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);
}
