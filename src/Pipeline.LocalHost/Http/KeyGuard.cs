using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.LocalHost.Functions;

namespace Pipeline.LocalHost.Http;

/// <summary>
/// Lets those callers pass that have the right key; a single key guards both levels. Without any key whoever asks this machine itself
/// passes: neither a foreign name that was made to lead here, nor a page of another origin in this machine's browser.
/// </summary>
internal sealed class KeyGuard(string? functionKey, string? masterKey, IReadOnlyCollection<string> origins)
{
    private readonly byte[]? _function = Hash(functionKey);
    private readonly byte[]? _master = Hash(masterKey ?? functionKey);

    /// <summary>
    /// 200 for who may pass, 401 without a key that fits anything, 403 for a function key where the master key is needed, or, where no key
    /// is set, for who comes from elsewhere.
    /// </summary>
    public int Judge(AccessLevel level, HttpRequest request)
    {
        if (level == AccessLevel.Anonymous)
        {
            return StatusCodes.Status200OK;
        }

        if (_function is null && _master is null)
        {
            return IsLoopbackName(request.Host.Host) && IsOwnOrigin(request) ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        }

        string? key = request.Headers["x-functions-key"];
        if (string.IsNullOrEmpty(key))
        {
            key = request.Query["code"];
        }

        if (string.IsNullOrEmpty(key))
        {
            return StatusCodes.Status401Unauthorized;
        }

        // Hashes have one length, so the time taken tells nothing about a key, not even how long it is.
        var given = Hash(key)!;
        var isMaster = _master is not null && CryptographicOperations.FixedTimeEquals(given, _master);
        var isFunction = _function is not null && CryptographicOperations.FixedTimeEquals(given, _function);
        return (isMaster, isFunction) switch
        {
            (true, _) => StatusCodes.Status200OK,
            (_, true) => level == AccessLevel.Function ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status401Unauthorized,
        };
    }

    /// <summary>Runs what follows for those who may pass; the others get an empty refusal.</summary>
    public RequestDelegate Guard(AccessLevel level, RequestDelegate next) => http =>
    {
        var status = Judge(level, http.Request);
        if (status == StatusCodes.Status200OK)
        {
            return next(http);
        }

        http.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Task.CompletedTask;
    };

    // A browser sends the name by which it was led here, whoever owns that name.
    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // Programs send neither header; an address typed into the browser has the site "none".
    private bool IsOwnOrigin(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        if (origin is not null && origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        string? site = request.Headers["Sec-Fetch-Site"];
        return (origin is null || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            && site is null or "same-origin" or "none";
    }

    private static byte[]? Hash(string? key) => key is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
