using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Capture.Intake;

/// <summary>Reads one event of a batch and finds all its faults.</summary>
public sealed class WireEventReader
{
    private const string Email = "email";

    private readonly IIdGenerator _ids;
    private readonly CaptureOptions _options;

    /// <summary>Makes a reader.</summary>
    /// <param name="ids">Gives an id to an event without one.</param>
    /// <param name="options">Junk addresses.</param>
    public WireEventReader(IIdGenerator ids, IOptions<CaptureOptions> options) => (_ids, _options) = (ids, options.Value);

    internal CapturedEvent? Read(JsonElement element, in BatchHeader batch, List<Problem> problems)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem(Problem.Invalid, "", $"An event must be an object, not {WireFields.NameOf(element.ValueKind)}."));
            return null;
        }

        var bytes = JsonMarshal.GetRawUtf8Value(element).Length;
        if (bytes > WireLimits.EventBytes)
        {
            problems.Add(new Problem(
                Problem.TooLarge,
                "",
                $"An event must have at most {WireLimits.EventBytes} bytes of JSON; this one has {bytes}. Send less with it."));
        }

        try
        {
            var captured = Read(new WireFields(element, problems), batch, problems);
            return problems.Count == 0 ? captured : null;
        }
        catch (InvalidOperationException)
        {
            // A field name with a broken escape: the parser notices it only when names are compared.
            problems.Add(new Problem(Problem.Malformed, "", "The name of a field is no text; send UTF-8."));
            return null;
        }
    }

    internal static string? IdOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object ? new WireFields(element, []).Id("id") : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private CapturedEvent? Read(WireFields fields, in BatchHeader batch, List<Problem> problems)
    {
        var type = TypeOf(fields);
        var id = fields.Id("id");
        var created = fields.Time("created");
        var occurred = batch.Mode == IntakeMode.Browser && (type is EventType.Form or EventType.Identify)
            ? EventTimes.Claimed(created, batch.SentAt, batch.ReceivedAt, out var timeMark)
            : EventTimes.Occurred(
                created, batch.SentAt, batch.ReceivedAt, clampPast: batch.Mode == IntakeMode.Browser, out timeMark);
        var page = ReadPage(fields, "url");
        var referrer = ReadReferrer(fields, out var referrerMark);
        var name = fields.Text("name", WireLimits.Name);
        var props = fields.Map("props");
        if (type == EventType.Click && props is not null && props.TryGetValue(PayloadMask.Href, out var href))
        {
            props[PayloadMask.Href] = AddressMask.OfAddress(href);
        }

        var formFields = fields.Map("fields");
        formFields = type == EventType.Form ? Named(formFields) : formFields;
        FieldPolicy.RemoveSecrets(formFields);
        var email = ReadEmail(fields, type, batch, props, formFields, problems);
        var visitor = ReadVisitor(fields, batch);
        CheckRequired(fields, type, batch, visitor, email);

        return new CapturedEvent
        {
            Id = id ?? _ids.NewId(),
            Type = type ?? default,
            VisitorId = visitor,
            OccurredAt = occurred,
            ReceivedAt = batch.ReceivedAt,
            Url = page?.Url,
            Campaign = page?.Campaign,
            Title = fields.Text("title", WireLimits.Title),
            Referrer = referrer,
            PageId = fields.Id("page"),
            Seconds = fields.Number("seconds", 0, 86_400),
            Scroll = (int?)fields.Number("scroll", 0, 100),
            Name = name,
            Props = props is { Count: > 0 } ? props : null,
            Form = fields.Text("form", WireLimits.Name) ?? (type == EventType.Form ? name : null),
            Fields = formFields is { Count: > 0 } ? formFields : null,
            Email = email,
            Consent = type is EventType.Form or EventType.Identify && visitor is not null ? batch.Consent : null,
            Automatic = batch.Automatic is not null,
            Marks = Marks.Of(batch.Automatic, timeMark, referrerMark),
            Corrects = type == EventType.Form && visitor is not null ? fields.Id("corrects") : null,
            FromServer = batch.Mode == IntakeMode.Server,
        };
    }

    // Embedded forms come under the names of their makers.
    private static SortedDictionary<string, string>? Named(SortedDictionary<string, string>? fields) => fields is null
        ? null
        : new(
            FieldNames.Apply([.. fields]).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal),
            StringComparer.Ordinal);

    private static EventType? TypeOf(WireFields fields)
    {
        const string Names = "page_view, engagement, click, form, identify or custom";
        if (fields.Find("type") is null)
        {
            fields.Fault(Problem.Missing, "type", $"is required: {Names}.");
            return null;
        }

        EventType? type = fields.RawText("type") switch
        {
            "page_view" => EventType.PageView,
            "engagement" => EventType.Engagement,
            "click" => EventType.Click,
            "form" => EventType.Form,
            "identify" => EventType.Identify,
            "custom" => EventType.Custom,
            _ => null,
        };
        if (type is null && fields.Find("type") is { ValueKind: JsonValueKind.String })
        {
            fields.Fault(Problem.Invalid, "type", $"must be {Names}.");
        }

        return type;
    }

    private static PageAddress? ReadPage(WireFields fields, string name)
    {
        if (fields.RawText(name) is not { Length: > 0 } text)
        {
            return null;
        }

        var page = PageAddress.Parse(text);
        if (page is null)
        {
            fields.Fault(Problem.Invalid, name, "must be the address of a web page, as in https://www.example.org/page.");
        }

        return page;
    }

    private static string? ReadReferrer(WireFields fields, out string? mark)
    {
        mark = null;
        if (fields.RawText("ref") is not { Length: > 0 } text)
        {
            return null;
        }

        var referrer = PageAddress.NormalizeReferrer(text);
        mark = referrer is null ? Marks.ReferrerUnusable : null;
        return referrer;
    }

    private string? ReadEmail(
        WireFields fields, EventType? type, in BatchHeader batch,
        SortedDictionary<string, string>? props, SortedDictionary<string, string>? formFields, List<Problem> problems)
    {
        var carriesEmail = type is EventType.Form or EventType.Identify;
        if (!carriesEmail && batch.Mode == IntakeMode.Browser)
        {
            return null;
        }

        var text = fields.RawText(Email)
            ?? FieldPolicy.Take(formFields, Email)
            ?? (type == EventType.Identify ? FieldPolicy.Take(props, Email) : null)
            ?? batch.Email;
        if (text is null)
        {
            if (carriesEmail)
            {
                fields.Fault(Problem.Missing, Email, "is required: the e-mail address of the person.");
            }

            return null;
        }

        return FieldPolicy.NormalizeEmail(text, Email, _options, problems);
    }

    private static string? ReadVisitor(WireFields fields, in BatchHeader batch) =>
        batch.Mode == IntakeMode.Server && fields.Id("visitor") is { } visitor ? FieldPolicy.VisitorOf(visitor) : batch.VisitorId;

    private static void CheckRequired(WireFields fields, EventType? type, in BatchHeader batch, string? visitor, string? email)
    {
        if (type == EventType.PageView && IsBlank(fields.Find("url")))
        {
            fields.Fault(Problem.Missing, "url", "is required: the address of the page that was shown.");
        }

        if (type == EventType.Custom && fields.Find("name") is null)
        {
            fields.Fault(Problem.Missing, "name", "is required: the name of the custom event.");
        }

        if (batch.Mode == IntakeMode.Server && visitor is null && email is null
            && fields.Find("visitor") is null && fields.Find(Email) is null && type is not (EventType.Form or EventType.Identify))
        {
            fields.Fault(Problem.Missing, "visitor", "or email is required, in the event or in the batch: whose event it is.");
        }
    }

    private static bool IsBlank(JsonElement? value) =>
        value is null || (value.Value.ValueKind == JsonValueKind.String && value.Value.ValueEquals(""));
}
