using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>JSON of facts, profile and messages of a lead, as stored and queued.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LeadProfile))]
[JsonSerializable(typeof(LeadAliases))]
[JsonSerializable(typeof(Handoff))]
[JsonSerializable(typeof(HandoffMessage))]
[JsonSerializable(typeof(ScoreMessage))]
[JsonSerializable(typeof(RescoreJob))]
public sealed partial class LeadJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static LeadJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly LeadJson Instance = new(StoredJson.Options(Default.Options));
    }
}
