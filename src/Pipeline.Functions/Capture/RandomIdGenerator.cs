using System.Security.Cryptography;
using Pipeline.Capture;
using Pipeline.Identity;

namespace Pipeline.Functions.Capture;

/// <summary>Makes ids from the operating system's secure random numbers.</summary>
public sealed class RandomIdGenerator : IIdGenerator
{
    /// <inheritdoc/>
    public string NewId()
    {
        Span<byte> random = stackalloc byte[17];
        RandomNumberGenerator.Fill(random);
        return Base32.Encode(random, VisitorIds.Length);
    }
}
