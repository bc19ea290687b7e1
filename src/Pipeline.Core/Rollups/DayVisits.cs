using System.Buffers.Binary;
using System.Text.Json.Serialization;
using Pipeline.Days;

namespace Pipeline.Rollups;

/// <summary>
/// Visits of a rolled-up day in short form: visitor, time and channel. Reports of ways read them instead of every visitor's state.
/// Persisted; add fields, never rename.
/// </summary>
public sealed record DayVisits
{
    /// <summary>Most visits of one record: a stored row holds at most 1 MiB.</summary>
    public const int MaxVisits = 10_000;

    private const int Size = (2 * sizeof(long)) + sizeof(ushort) + 1;

    /// <summary>Version of the record: 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Local day on which the visits started.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Number of records that the day has; 1 or more, also without a visit.</summary>
    public required int Parts { get; init; }

    /// <summary>Channels of the visits, in ordinal order.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>
    /// Base64 of, for each visit: hash of the visitor, UTC ticks of the start, place of the channel, 1 for a machine; little-endian.
    /// </summary>
    public required string Data { get; init; }

    /// <summary>The visits: each visitor's in the order in which they started.</summary>
    [JsonIgnore]
    public IEnumerable<VisitMark> Marks => Read(Convert.FromBase64String(Data));

    /// <summary>Records of a day's visits. The order of visitors does not matter.</summary>
    /// <param name="day">Local day.</param>
    /// <param name="visits">Its visits: each visitor's in the order in which they started.</param>
    /// <param name="channels">How the day spells channels; null: as they are written.</param>
    public static IReadOnlyList<DayVisits> Of(DateOnly day, IEnumerable<DayVisit> visits, Spellings? channels = null)
    {
        ArgumentNullException.ThrowIfNull(visits);
        var marks = visits
            .Select(item => new VisitMark(
                VisitMark.HashOf(item.VisitorId),
                item.Visit.StartedAt,
                channels?.Of(item.Visit.Source.Channel) ?? item.Visit.Source.Channel,
                item.Visit.Automatic))
            .OrderBy(mark => mark.Visitor)
            .ToList();
        var parts = marks.Chunk(MaxVisits).DefaultIfEmpty([]).ToList();
        return [.. parts.Select(part => Write(day, parts.Count, part))];
    }

    private static DayVisits Write(DateOnly day, int parts, VisitMark[] marks)
    {
        string[] channels = [.. marks.Select(mark => mark.Channel).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var bytes = new byte[marks.Length * Size];
        for (var i = 0; i < marks.Length; i++)
        {
            var place = bytes.AsSpan(i * Size, Size);
            BinaryPrimitives.WriteInt64LittleEndian(place, marks[i].Visitor);
            BinaryPrimitives.WriteInt64LittleEndian(place[sizeof(long)..], marks[i].At.UtcTicks);
            BinaryPrimitives.WriteUInt16LittleEndian(
                place[(2 * sizeof(long))..], checked((ushort)Array.BinarySearch(channels, marks[i].Channel, StringComparer.Ordinal)));
            place[^1] = marks[i].Automatic ? (byte)1 : (byte)0;
        }

        return new DayVisits { Version = 1, Day = day, Parts = parts, Channels = channels, Data = Convert.ToBase64String(bytes) };
    }

    private IEnumerable<VisitMark> Read(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length; start += Size)
        {
            yield return new VisitMark(
                BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(start)),
                new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(start + sizeof(long))), TimeSpan.Zero),
                Channels[BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(start + (2 * sizeof(long))))],
                bytes[start + Size - 1] == 1);
        }
    }
}
