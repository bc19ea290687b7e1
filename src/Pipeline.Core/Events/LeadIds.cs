using System.Security.Cryptography;
using System.Text;
using Pipeline.Records;

namespace Pipeline.Events;

/// <summary>Makes lead ids: <c>l_</c> and the first 26 base32 characters of HMAC-SHA256(normalised e-mail, deployment secret).</summary>
public sealed class LeadIds
{
    /// <summary>First characters of every lead id.</summary>
    public const string Prefix = "l_";

    private readonly byte[] _secret;

    /// <summary>Makes the ids of one deployment.</summary>
    /// <param name="secret">DeploymentIdentity secret, 32 bytes; never rotated, since every lead id hangs on it.</param>
    public LeadIds(ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, 32, nameof(secret));
        _secret = secret.ToArray();
    }

    /// <summary>Lead id of an address.</summary>
    /// <param name="email">Normalised e-mail address.</param>
    public string Of(string email) =>
        Prefix + Base32.Encode(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(email)), FactKey.Length);

    /// <summary>Tells whether a text has the form of a lead id.</summary>
    /// <param name="text">Text to test.</param>
    public static bool IsValid(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && Base32.IsValid(text.AsSpan(Prefix.Length), FactKey.Length);
}
