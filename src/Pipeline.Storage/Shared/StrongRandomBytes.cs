using System.Security.Cryptography;
using Pipeline.Records;

namespace Pipeline.Storage.Shared;

/// <summary>Random bytes of the operating system.</summary>
internal sealed class StrongRandomBytes : IRandomBytes
{
    public byte[] Next(int count) => RandomNumberGenerator.GetBytes(count);
}
