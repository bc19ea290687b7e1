using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Rollups;

/// <summary>A visit, as far as reports of ways need it.</summary>
/// <param name="Visitor">Hash of the visitor id, see <see cref="HashOf"/>.</param>
/// <param name="At">When the visit started.</param>
/// <param name="Automatic">True for a machine's visit.</param>
public readonly record struct VisitMark(long Visitor, DateTimeOffset At, string Channel, bool Automatic)
{
    /// <summary>Hash that stands for a visitor in stored days: the first eight bytes of SHA-256.</summary>
    public static long HashOf(string visitorId) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(visitorId)));
}
