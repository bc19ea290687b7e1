using System.Text.Json.Serialization;
using Pipeline.Events.Disowns;
using Pipeline.Records;

namespace Pipeline.Events;

/// <summary>JSON of facts and rejected events, as stored and queued.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ConsentFact))]
[JsonSerializable(typeof(LinkFact))]
[JsonSerializable(typeof(UndoFact))]
[JsonSerializable(typeof(Disown))]
[JsonSerializable(typeof(RejectedEvent))]
public sealed partial class EventsJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static EventsJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly EventsJson Instance = new(StoredJson.Options(Default.Options));
    }
}
