using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Uploads;

/// <summary>JSON of costs and targets, as stored and queued.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CostFact))]
[JsonSerializable(typeof(TargetFact))]
public sealed partial class UploadsJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static UploadsJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly UploadsJson Instance = new(StoredJson.Options(Default.Options));
    }
}
