using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Functions.Leads.Handoffs;

/// <summary>
/// Signature of a webhook as the Standard Webhooks specification has it: HMAC-SHA256 of <c>{id}.{timestamp}.{body}</c>, in headers
/// <c>webhook-id</c>, <c>webhook-timestamp</c> (Unix seconds) and <c>webhook-signature</c> (<c>v1,</c> and Base64).
/// </summary>
public static class WebhookSignature
{
    /// <summary>Header with the id by which a delivery that comes twice is recognised.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header with the moment of sending in Unix seconds; refuse what is older than some minutes.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Header with the signature.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Signs a delivery.</summary>
    /// <param name="secret">Secret, as UTF-8 the key.</param>
    /// <param name="id">Id of the delivery.</param>
    /// <param name="timestamp">Unix seconds.</param>
    /// <param name="body">Body as it is sent.</param>
    /// <returns>Value of <see cref="SignatureHeader"/>.</returns>
    public static string Of(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
