using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Pipeline.Capture;
using Pipeline.Capture.Sites;
using Pipeline.Problems;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Lets browsers in from configured sites alone, and tells them so: answers preflights and sets the CORS headers, unless the platform does
/// (<see cref="CaptureOptions.Cors"/>). Headers are set, never added, so none is there twice.
/// </summary>
public sealed class SiteGate
{
    private readonly SiteList _sites;
    private readonly bool _sendsHeaders;

    /// <summary>Makes the gate.</summary>
    /// <param name="sites">Knows the sites.</param>
    /// <param name="options">Who sends CORS headers.</param>
    public SiteGate(SiteList sites, IOptions<CaptureOptions> options) =>
        (_sites, _sendsHeaders) = (sites, options.Value.Cors == CorsSide.Ours);

    /// <summary>Looks at the page behind a request and prepares the answer's headers.</summary>
    /// <param name="request">The request that is answered.</param>
    /// <returns>Why the page may not post; null when it may.</returns>
    public Problem? Admit(HttpRequest request)
    {
        var decision = _sites.Decide(Text(request.Headers.Origin), Text(request.Headers.Host));
        if (!_sendsHeaders)
        {
            return decision.Problem;
        }

        var headers = request.HttpContext.Response.Headers;
        headers.Vary = HeaderNames.Origin;
        if (decision is { Problem: null, Origin: { } origin })
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowCredentials = "true";
        }

        return decision.Problem;
    }

    /// <summary>Answers a preflight.</summary>
    /// <param name="request">Any request.</param>
    /// <returns>The answer to an <c>OPTIONS</c> request; null for any other.</returns>
    public IResult? Preflight(HttpRequest request)
    {
        if (!HttpMethods.IsOptions(request.Method))
        {
            return null;
        }

        var headers = request.HttpContext.Response.Headers;
        headers.Allow = "POST, OPTIONS";
        if (Admit(request) is null && _sendsHeaders && headers.AccessControlAllowOrigin.Count > 0)
        {
            headers.AccessControlAllowMethods = HttpMethods.Post;
            headers.AccessControlAllowHeaders = HeaderNames.ContentType;
            headers.AccessControlMaxAge = "7200";
        }

        return Results.NoContent();
    }

    private static string? Text(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();
}
