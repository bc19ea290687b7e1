using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Events.Messages;

// Leaves out of an event what its reader can tell without it.
internal sealed class CompactEvents
{
    private const string VersionName = "version";
    private const string OccurredAtName = "occurredAt";

    public CompactEvents()
    {
        var options = new JsonSerializerOptions(EventMessageContext.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = EventMessageContext.Default.WithAddedModifier(LeaveOut),
        };
        Message = (JsonTypeInfo<EventMessage>)options.GetTypeInfo(typeof(EventMessage));
    }

    public JsonTypeInfo<EventMessage> Message { get; }

    public static CapturedEvent Complete(CapturedEvent read) => read with
    {
        Version = read.Version == 0 ? 1 : read.Version,
        OccurredAt = read.OccurredAt == default ? read.ReceivedAt : read.OccurredAt,
    };

    private static void LeaveOut(JsonTypeInfo type)
    {
        if (type.Type != typeof(CapturedEvent))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            switch (property.Name)
            {
                case VersionName:
                    property.ShouldSerialize = static (captured, _) => ((CapturedEvent)captured).Version != 1;
                    break;
                case OccurredAtName:
                    property.IsRequired = false;
                    property.ShouldSerialize = static (captured, _) =>
                        ((CapturedEvent)captured).OccurredAt != ((CapturedEvent)captured).ReceivedAt;
                    break;
            }
        }
    }
}
