using System.Buffers;
using System.Text;
using System.Text.Json;
using Pipeline.Records;
using Pipeline.Time;

namespace Pipeline.Events.Messages;

// Writes an event as it stands in a message (CompactEvents, byte for byte: a test compares them). Texts of plain ASCII, nearly all of
// them, are copied, which takes half of the time; whatever is rarer is left to the JSON writer.
internal sealed class CapturedEventWriter(ArrayBufferWriter<byte> target, Utf8JsonWriter json)
{
    private static readonly OrdinalMapConverter Maps = new();

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (byte)letter).Where(letter => letter is not ((byte)'"' or (byte)'\\'))]);

    // What stands before the next name.
    private byte _separator;

    public void Write(CapturedEvent captured)
    {
        _separator = (byte)'{';
        if (captured.Version != 1)
        {
            WriteNumber("\"version\":"u8, captured.Version);
        }

        WriteText("\"id\":"u8, captured.Id);
        WriteName("\"type\":"u8);
        Write(TextOf(captured.Type));
        WriteText("\"visitorId\":"u8, captured.VisitorId);
        if (captured.OccurredAt != captured.ReceivedAt)
        {
            WriteTime("\"occurredAt\":"u8, captured.OccurredAt);
        }

        WriteTime("\"receivedAt\":"u8, captured.ReceivedAt);
        WriteText("\"url\":"u8, captured.Url);
        WriteText("\"title\":"u8, captured.Title);
        WriteText("\"referrer\":"u8, captured.Referrer);
        WriteCampaign(captured.Campaign);
        WriteText("\"pageId\":"u8, captured.PageId);
        WriteNumber("\"seconds\":"u8, captured.Seconds);
        WriteNumber("\"scroll\":"u8, captured.Scroll);
        WriteText("\"name\":"u8, captured.Name);
        WriteMap("\"props\":"u8, captured.Props);
        WriteText("\"form\":"u8, captured.Form);
        WriteMap("\"fields\":"u8, captured.Fields);
        WriteText("\"email\":"u8, captured.Email);
        WriteText("\"leadId\":"u8, captured.LeadId);
        WriteFlags(captured);
        Write("}"u8);
    }

    private void WriteText(ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
        {
            return;
        }

        var start = name.Length + 2;
        var span = target.GetSpan(start + text.Length + 1);
        span[0] = _separator;
        name.CopyTo(span[1..]);
        span[start - 1] = (byte)'"';
        var ascii = span.Slice(start, text.Length);
        if (Ascii.FromUtf16(text, ascii, out _) == OperationStatus.Done && !ascii.ContainsAnyExcept(Plain))
        {
            span[start + text.Length] = (byte)'"';
            target.Advance(start + text.Length + 1);
            _separator = (byte)',';
            return;
        }

        WriteName(name);
        json.WriteStringValue(text);
        EndJson();
    }

    private void WriteTime(ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        WriteName(name);
        Span<byte> text = stackalloc byte[UtcMillisecondsConverter.Room];
        var length = UtcMillisecondsConverter.Format(time, text);
        var span = target.GetSpan(length + 2);
        span[0] = (byte)'"';
        text[..length].CopyTo(span[1..]);
        span[length + 1] = (byte)'"';
        target.Advance(length + 2);
    }

    private void WriteNumber(ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } value)
        {
            WriteName(name);
            json.WriteNumberValue(value);
            EndJson();
        }
    }

    private void WriteMap(ReadOnlySpan<byte> name, SortedDictionary<string, string>? map)
    {
        if (map is not null)
        {
            WriteName(name);
            Maps.Write(json, map, JsonSerializerOptions.Default);
            EndJson();
        }
    }

    private void WriteCampaign(CampaignParameters? campaign)
    {
        if (campaign is null)
        {
            return;
        }

        WriteName("\"campaign\":"u8);
        _separator = (byte)'{';
        WriteText("\"source\":"u8, campaign.Source);
        WriteText("\"medium\":"u8, campaign.Medium);
        WriteText("\"campaign\":"u8, campaign.Campaign);
        WriteText("\"term\":"u8, campaign.Term);
        WriteText("\"content\":"u8, campaign.Content);
        WriteText("\"campaignId\":"u8, campaign.CampaignId);
        WriteText("\"clickIdKind\":"u8, campaign.ClickIdKind);
        WriteText("\"clickId\":"u8, campaign.ClickId);
        Write(_separator == (byte)',' ? "}"u8 : "{}"u8);
        _separator = (byte)',';
    }

    private void WriteFlags(CapturedEvent captured)
    {
        if (captured.Automatic)
        {
            WriteName("\"automatic\":"u8);
            Write("true"u8);
        }

        if (captured.Marks is { } marks)
        {
            WriteName("\"marks\":"u8);
            json.WriteStartArray();
            foreach (var mark in marks)
            {
                json.WriteStringValue(mark);
            }

            json.WriteEndArray();
            EndJson();
        }

        if (captured.Mode == CaptureMode.Measure)
        {
            WriteName("\"mode\":"u8);
            Write("\"measure\""u8);
        }

        if (captured.Consent is { } consent)
        {
            WriteName("\"consent\":"u8);
            Write(TextOf(consent));
        }

        WriteText("\"corrects\":"u8, captured.Corrects);
        if (captured.FromServer)
        {
            WriteName("\"fromServer\":"u8);
            Write("true"u8);
        }
    }

    private void WriteName(ReadOnlySpan<byte> name)
    {
        var span = target.GetSpan(name.Length + 1);
        span[0] = _separator;
        name.CopyTo(span[1..]);
        target.Advance(name.Length + 1);
        _separator = (byte)',';
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(target.GetSpan(text.Length));
        target.Advance(text.Length);
    }

    private void EndJson()
    {
        json.Flush();
        json.Reset();
    }

    private static ReadOnlySpan<byte> TextOf(EventType type) => type switch
    {
        EventType.PageView => "\"page_view\""u8,
        EventType.Engagement => "\"engagement\""u8,
        EventType.Click => "\"click\""u8,
        EventType.Form => "\"form\""u8,
        EventType.Identify => "\"identify\""u8,
        EventType.Custom => "\"custom\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "It is no kind of event."),
    };

    private static ReadOnlySpan<byte> TextOf(ConsentState state) => state switch
    {
        ConsentState.Granted => "\"granted\""u8,
        ConsentState.Refused => "\"refused\""u8,
        ConsentState.Withdrawn => "\"withdrawn\""u8,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "It is no decision."),
    };
}
