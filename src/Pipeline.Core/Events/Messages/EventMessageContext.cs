using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Events.Messages;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(UtcMillisecondsConverter), typeof(OrdinalMapConverter)])]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(CapturedEvent))]
[JsonSerializable(typeof(RejectedEvent))]
[JsonSerializable(typeof(RejectedTally))]
[JsonSerializable(typeof(ConsentFact))]
[JsonSerializable(typeof(AnonymousView))]
internal sealed partial class EventMessageContext : JsonSerializerContext
{
    public static EventMessageContext Relaxed => RelaxedContext.Instance;

    /// <summary>Writes and reads events of messages since version 2, and reads those before.</summary>
    public static CompactEvents Compact => CompactContext.Instance;

    // A class of its own: the order of static fields over the files of a partial class is not defined.
    private static class RelaxedContext
    {
        // Relaxed escaping keeps non-ASCII text at a third of its escaped size; messages are never embedded in HTML.
        public static readonly EventMessageContext Instance =
            new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static class CompactContext
    {
        public static readonly CompactEvents Instance = new();
    }
}
