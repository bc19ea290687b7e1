using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pipeline.LocalHost.Functions;

namespace Pipeline.LocalHost.Http;

/// <summary>Lets those callers pass that have the right key. Without any key everybody passes; a single key guards both levels.</summary>
internal sealed class KeyGuard(string? functionKey, string? masterKey)
{
    private readonly byte[]? _function = Hash(functionKey);
    private readonly byte[]? _master = Hash(masterKey ?? functionKey);

    /// <summary>200 for who may pass, 401 without a key that fits anything, 403 for a function key where the master key is needed.</summary>
    public int Judge(AccessLevel level, HttpRequest request)
    {
        if (level == AccessLevel.Anonymous || (_function is null && _master is null))
        {
            return StatusCodes.Status200OK;
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

    private static byte[]? Hash(string? key) => key is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
