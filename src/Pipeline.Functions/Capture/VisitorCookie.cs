using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Pipeline.Capture;

namespace Pipeline.Functions.Capture;

/// <summary>Sets the visitor cookie: first party, not readable by scripts, 13 months from its first setting.</summary>
public sealed class VisitorCookie
{
    private readonly CaptureOptions _options;

    /// <summary>Makes the cookie writer.</summary>
    /// <param name="options">Name and domain of the cookie.</param>
    public VisitorCookie(IOptions<CaptureOptions> options) => _options = options.Value;

    /// <summary>Sets the cookie on the answer.</summary>
    /// <param name="request">The request that is answered.</param>
    /// <param name="visitorId">Visitor id; null leaves the answer without cookie.</param>
    public void Set(HttpRequest request, string? visitorId)
    {
        if (visitorId is null)
        {
            return;
        }

        request.HttpContext.Response.Cookies.Append(_options.CookieName, visitorId, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = request.IsHttps || !IsLoopback(request.Host.Host),
            Path = "/",
            Domain = _options.CookieDomain,
            MaxAge = VisitorIds.CookieLifetime,
        });
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));
}
