using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Crm.Facts;

/// <summary>JSON of what a CRM said, as stored and queued.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CrmFact))]
[JsonSerializable(typeof(OpportunityRecord))]
[JsonSerializable(typeof(OfflineTouch))]
[JsonSerializable(typeof(PendingRefresh))]
public sealed partial class CrmJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static CrmJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly CrmJson Instance = new(StoredJson.Options(Default.Options));
    }
}
