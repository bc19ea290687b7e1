using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>An account's name and key. The key can be changed while clients use it.</summary>
public class TableSharedKeyCredential
{
    private volatile byte[] key;

    /// <summary>Makes a credential.</summary>
    /// <param name="accountName">The storage account's name.</param>
    /// <param name="accountKey">One of its keys, Base64.</param>
    /// <exception cref="ArgumentException">A text is null or empty.</exception>
    /// <exception cref="FormatException"><paramref name="accountKey"/> is not Base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArgumentException.ThrowIfNullOrEmpty(accountKey);

        AccountName = accountName;
        key = Convert.FromBase64String(accountKey);
    }

    /// <summary>The storage account's name.</summary>
    public string AccountName { get; }

    /// <summary>Takes another key, for requests from now on; used to rotate keys without a restart.</summary>
    /// <param name="accountKey">The key, Base64.</param>
    /// <exception cref="ArgumentException"><paramref name="accountKey"/> is null or empty.</exception>
    /// <exception cref="FormatException"><paramref name="accountKey"/> is not Base64.</exception>
    public void SetAccountKey(string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountKey);

        key = Convert.FromBase64String(accountKey);
    }

    internal string Sign(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToBase64String(hash);
    }
}
