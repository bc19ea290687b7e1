using Pipeline.Records;

namespace Pipeline.Testing;

/// <summary>The same bytes always, so that lead ids are the same in every run.</summary>
public sealed class FixedRandomBytes : IRandomBytes
{
    public byte[] Next(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7))];
}
