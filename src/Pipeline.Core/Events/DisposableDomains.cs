using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pipeline.Events;

/// <summary>
/// Finds throw-away addresses by their domain. Leads of such addresses are flagged, not refused. Of each domain a 64-bit hash is kept, so
/// that a hundred thousand take one megabyte. Safe for concurrent use.
/// </summary>
public sealed class DisposableDomains
{
    private readonly ulong[] _exact;
    private readonly ulong[] _withSubdomains;

    /// <summary>Makes the list.</summary>
    /// <param name="exact">Domains in lower case.</param>
    /// <param name="withSubdomains">Domains that count with everything below them, in lower case.</param>
    public DisposableDomains(IEnumerable<string> exact, IEnumerable<string> withSubdomains)
    {
        _exact = Sorted(exact);
        _withSubdomains = Sorted(withSubdomains);
    }

    /// <summary>A list without domains.</summary>
    public static DisposableDomains None { get; } = new([], []);

    /// <summary>Reads the data files of the npm package <c>disposable-email-domains</c>.</summary>
    /// <param name="exact">UTF-8 JSON of <c>index.json</c>: an array of domains.</param>
    /// <param name="withSubdomains">UTF-8 JSON of <c>wildcard.json</c>: an array of domains.</param>
    /// <exception cref="JsonException">It is no such file.</exception>
    public static DisposableDomains Parse(ReadOnlySpan<byte> exact, ReadOnlySpan<byte> withSubdomains) =>
        new(Read(exact), Read(withSubdomains));

    /// <summary>True when an address is of a listed domain.</summary>
    /// <param name="email">Normalised address.</param>
    public bool Contains(string email)
    {
        var domain = email.AsSpan(email.LastIndexOf('@') + 1);
        if (Array.BinarySearch(_exact, Hash(domain)) >= 0)
        {
            return true;
        }

        while (true)
        {
            if (Array.BinarySearch(_withSubdomains, Hash(domain)) >= 0)
            {
                return true;
            }

            var dot = domain.IndexOf('.');
            if (dot < 0)
            {
                return false;
            }

            domain = domain[(dot + 1)..];
        }
    }

    private static List<string> Read(ReadOnlySpan<byte> json)
    {
        var domains = new List<string>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                domains.Add(reader.GetString()!);
            }
            else if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
            {
                throw new JsonException($"A list of domains holds a {reader.TokenType}.");
            }
        }

        return domains;
    }

    private static ulong[] Sorted(IEnumerable<string> domains)
    {
        var hashes = domains.Select(domain => Hash(domain)).ToArray();
        Array.Sort(hashes);
        return hashes;
    }

    private static ulong Hash(ReadOnlySpan<char> domain)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (domain.Length > 128)
        {
            domain = domain[..128];
        }

        var length = Encoding.UTF8.GetBytes(domain, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        return BitConverter.ToUInt64(hash);
    }
}
