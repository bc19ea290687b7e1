using System.Text.Json;
using Pipeline.Capture.Privacy;

namespace Pipeline.Capture;

// Writes an event as it stands in a message (CompactEvents, byte for byte: a test compares them) in a third fewer instructions: the
// serializer asks every property's metadata anew for each event.
internal static class CapturedEventWriter
{
    private static readonly UtcMillisecondsConverter Times = new();
    private static readonly OrdinalMapConverter Maps = new();
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText VisitorId = JsonEncodedText.Encode("visitorId");
    private static readonly JsonEncodedText OccurredAt = JsonEncodedText.Encode("occurredAt");
    private static readonly JsonEncodedText ReceivedAt = JsonEncodedText.Encode("receivedAt");
    private static readonly JsonEncodedText Url = JsonEncodedText.Encode("url");
    private static readonly JsonEncodedText Title = JsonEncodedText.Encode("title");
    private static readonly JsonEncodedText Referrer = JsonEncodedText.Encode("referrer");
    private static readonly JsonEncodedText Campaign = JsonEncodedText.Encode("campaign");
    private static readonly JsonEncodedText Source = JsonEncodedText.Encode("source");
    private static readonly JsonEncodedText Medium = JsonEncodedText.Encode("medium");
    private static readonly JsonEncodedText Term = JsonEncodedText.Encode("term");
    private static readonly JsonEncodedText Content = JsonEncodedText.Encode("content");
    private static readonly JsonEncodedText CampaignId = JsonEncodedText.Encode("campaignId");
    private static readonly JsonEncodedText ClickIdKind = JsonEncodedText.Encode("clickIdKind");
    private static readonly JsonEncodedText ClickId = JsonEncodedText.Encode("clickId");
    private static readonly JsonEncodedText PageId = JsonEncodedText.Encode("pageId");
    private static readonly JsonEncodedText Seconds = JsonEncodedText.Encode("seconds");
    private static readonly JsonEncodedText Scroll = JsonEncodedText.Encode("scroll");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Props = JsonEncodedText.Encode("props");
    private static readonly JsonEncodedText Form = JsonEncodedText.Encode("form");
    private static readonly JsonEncodedText Fields = JsonEncodedText.Encode("fields");
    private static readonly JsonEncodedText Email = JsonEncodedText.Encode("email");
    private static readonly JsonEncodedText LeadId = JsonEncodedText.Encode("leadId");
    private static readonly JsonEncodedText Automatic = JsonEncodedText.Encode("automatic");
    private static readonly JsonEncodedText Marks = JsonEncodedText.Encode("marks");
    private static readonly JsonEncodedText Mode = JsonEncodedText.Encode("mode");
    private static readonly JsonEncodedText Measure = JsonEncodedText.Encode("measure");
    private static readonly JsonEncodedText Consent = JsonEncodedText.Encode("consent");

    public static void Write(Utf8JsonWriter writer, CapturedEvent captured)
    {
        writer.WriteStartObject();
        if (captured.Version != 1)
        {
            writer.WriteNumber(Version, captured.Version);
        }

        writer.WriteString(Id, captured.Id);
        writer.WriteString(Type, TextOf(captured.Type));
        WriteText(writer, VisitorId, captured.VisitorId);
        if (captured.OccurredAt != captured.ReceivedAt)
        {
            WriteTime(writer, OccurredAt, captured.OccurredAt);
        }

        WriteTime(writer, ReceivedAt, captured.ReceivedAt);
        WriteText(writer, Url, captured.Url);
        WriteText(writer, Title, captured.Title);
        WriteText(writer, Referrer, captured.Referrer);
        WriteCampaign(writer, captured.Campaign);
        WriteText(writer, PageId, captured.PageId);
        WriteMeasures(writer, captured);
        WriteText(writer, Name, captured.Name);
        WriteMap(writer, Props, captured.Props);
        WriteText(writer, Form, captured.Form);
        WriteMap(writer, Fields, captured.Fields);
        WriteText(writer, Email, captured.Email);
        WriteText(writer, LeadId, captured.LeadId);
        WriteFlags(writer, captured);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, JsonEncodedText name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, JsonEncodedText name, DateTimeOffset time)
    {
        writer.WritePropertyName(name);
        Times.Write(writer, time, JsonSerializerOptions.Default);
    }

    private static void WriteMap(Utf8JsonWriter writer, JsonEncodedText name, SortedDictionary<string, string>? map)
    {
        if (map is not null)
        {
            writer.WritePropertyName(name);
            Maps.Write(writer, map, JsonSerializerOptions.Default);
        }
    }

    private static void WriteCampaign(Utf8JsonWriter writer, CampaignParameters? campaign)
    {
        if (campaign is null)
        {
            return;
        }

        writer.WriteStartObject(Campaign);
        WriteText(writer, Source, campaign.Source);
        WriteText(writer, Medium, campaign.Medium);
        WriteText(writer, Campaign, campaign.Campaign);
        WriteText(writer, Term, campaign.Term);
        WriteText(writer, Content, campaign.Content);
        WriteText(writer, CampaignId, campaign.CampaignId);
        WriteText(writer, ClickIdKind, campaign.ClickIdKind);
        WriteText(writer, ClickId, campaign.ClickId);
        writer.WriteEndObject();
    }

    private static void WriteMeasures(Utf8JsonWriter writer, CapturedEvent captured)
    {
        if (captured.Seconds is { } seconds)
        {
            writer.WriteNumber(Seconds, seconds);
        }

        if (captured.Scroll is { } scroll)
        {
            writer.WriteNumber(Scroll, scroll);
        }
    }

    private static void WriteFlags(Utf8JsonWriter writer, CapturedEvent captured)
    {
        if (captured.Automatic)
        {
            writer.WriteBoolean(Automatic, true);
        }

        if (captured.Marks is { } marks)
        {
            writer.WriteStartArray(Marks);
            foreach (var mark in marks)
            {
                writer.WriteStringValue(mark);
            }

            writer.WriteEndArray();
        }

        if (captured.Mode == CaptureMode.Measure)
        {
            writer.WriteString(Mode, Measure);
        }

        if (captured.Consent is { } consent)
        {
            writer.WriteString(Consent, TextOf(consent));
        }
    }

    private static ReadOnlySpan<byte> TextOf(EventType type) => type switch
    {
        EventType.PageView => "page_view"u8,
        EventType.Engagement => "engagement"u8,
        EventType.Click => "click"u8,
        EventType.Form => "form"u8,
        EventType.Identify => "identify"u8,
        EventType.Custom => "custom"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "It is no kind of event."),
    };

    private static ReadOnlySpan<byte> TextOf(ConsentState state) => state switch
    {
        ConsentState.Granted => "granted"u8,
        ConsentState.Refused => "refused"u8,
        ConsentState.Withdrawn => "withdrawn"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "It is no decision."),
    };
}
