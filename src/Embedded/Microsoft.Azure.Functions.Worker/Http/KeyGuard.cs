using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Lets those callers pass that have the right key. Without any key everybody passes; a single key guards both levels.</summary>
internal sealed class KeyGuard(string? functionKey, string? masterKey)
{
    private readonly byte[]? _function = Hash(functionKey);
    private readonly byte[]? _master = Hash(masterKey ?? functionKey);

    public bool Allows(AuthorizationLevel level, HttpRequest request)
    {
        if (level == AuthorizationLevel.Anonymous || (_function is null && _master is null))
        {
            return true;
        }

        string? key = request.Headers["x-functions-key"];
        if (string.IsNullOrEmpty(key))
        {
            key = request.Query["code"];
        }

        if (string.IsNullOrEmpty(key))
        {
            return false;
        }

        // Hashes have one length, so the time taken tells nothing about a key, not even how long it is.
        var given = Hash(key)!;
        var isMaster = _master is not null && CryptographicOperations.FixedTimeEquals(given, _master);
        var isFunction = _function is not null && CryptographicOperations.FixedTimeEquals(given, _function);
        return isMaster || (isFunction && level == AuthorizationLevel.Function);
    }

    private static byte[]? Hash(string? key) => key is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
