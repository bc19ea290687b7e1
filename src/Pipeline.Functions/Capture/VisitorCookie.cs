using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Bots;
using Pipeline.Capture.Privacy;
using Pipeline.Events;

namespace Pipeline.Functions.Capture;

/// <summary>
/// Sets and deletes our cookies: the visitor cookie, first party, not readable by scripts, 13 months from its first setting; the mark
/// of a colleague's browser (<see cref="OwnCookie"/>); and the remembered decision (<see cref="ConsentCookie"/>), which is the same in
/// every browser that decided so, 13 months from the decision.
/// </summary>
public sealed class VisitorCookie
{
    private readonly CaptureOptions _options;
    private readonly string _consentName;

    /// <summary>Makes the cookie writer.</summary>
    /// <param name="options">Name and domain of the cookies.</param>
    public VisitorCookie(IOptions<CaptureOptions> options) =>
        (_options, _consentName) = (options.Value, options.Value.CookieName + ConsentCookie.Suffix);

    /// <summary>Changes the cookies by the answer.</summary>
    /// <param name="request">The request that is answered.</param>
    /// <param name="change">What to change.</param>
    public void Apply(HttpRequest request, CookieChange change)
    {
        if (change == default)
        {
            return;
        }

        var cookies = request.HttpContext.Response.Cookies;
        if (change.VisitorId is not null)
        {
            cookies.Append(_options.CookieName, change.VisitorId, Options(request, VisitorIds.CookieLifetime));
        }
        else if (change.ForgetsVisitor)
        {
            cookies.Append(_options.CookieName, "", Options(request, TimeSpan.Zero));
        }

        if (change.Remembers is { } state)
        {
            var value = state == ConsentState.Granted ? ConsentCookie.Granted : ConsentCookie.Refused;
            cookies.Append(_consentName, value, Options(request, VisitorIds.CookieLifetime));
        }
    }

    /// <summary>Marks the browser as a colleague's for 13 months, or takes the mark back.</summary>
    /// <param name="request">The request that is answered.</param>
    /// <param name="isOwn">Whether it is a colleague's.</param>
    public void Mark(HttpRequest request, bool isOwn) => request.HttpContext.Response.Cookies.Append(
        _options.CookieName + OwnCookie.Suffix,
        isOwn ? OwnCookie.Value : "",
        Options(request, isOwn ? VisitorIds.CookieLifetime : TimeSpan.Zero));

    private CookieOptions Options(HttpRequest request, TimeSpan maxAge) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps || !IsLoopback(request.Host.Host),
        Path = "/",
        Domain = _options.CookieDomain,
        MaxAge = maxAge,
    };

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));
}
