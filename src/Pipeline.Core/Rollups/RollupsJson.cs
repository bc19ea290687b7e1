using System.Text.Json.Serialization;
using Pipeline.Records;
using Pipeline.Rollups.Rebuilds;

namespace Pipeline.Rollups;

/// <summary>JSON of rolled-up days, as stored and queued.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SortedDictionary<string, long>))]
[JsonSerializable(typeof(RollupMessage))]
[JsonSerializable(typeof(RollupTotals))]
[JsonSerializable(typeof(DayJourney))]
[JsonSerializable(typeof(DayVisits))]
[JsonSerializable(typeof(Rebuild))]
public sealed partial class RollupsJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static RollupsJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly RollupsJson Instance = new(StoredJson.Options(Default.Options));
    }
}
