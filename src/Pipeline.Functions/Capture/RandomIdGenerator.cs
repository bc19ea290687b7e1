using System.Security.Cryptography;
using Pipeline.Events;
using Pipeline.Records;

namespace Pipeline.Functions.Capture;

/// <summary>Makes ids from the operating system's secure random numbers.</summary>
public sealed class RandomIdGenerator : IIdGenerator
{
    private const int BytesPerId = 17;
    private const int IdsPerFill = 32;

    // A call for random numbers costs more than all else of an id, so each thread fetches them for several.
    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    /// <inheritdoc/>
    public string NewId()
    {
        var random = _random ??= new byte[BytesPerId * IdsPerFill];
        if (_used == 0)
        {
            RandomNumberGenerator.Fill(random);
        }

        var mine = random.AsSpan(_used, BytesPerId);
        _used = (_used + BytesPerId) % random.Length;
        var id = Base32.Encode(mine, VisitorIds.Length);
        mine.Clear();
        return id;
    }
}
