using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Privacy;
using Pipeline.Events;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

// Reads what a batch says about itself; the events are read one by one afterwards.
internal sealed class BatchReader(IOptions<CaptureOptions> options)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public JsonDocument? Parse(ReadOnlyMemory<byte> body, List<Problem> problems)
    {
        if (body.Span.StartsWith(ByteOrderMark))
        {
            body = body[ByteOrderMark.Length..];
        }

        try
        {
            // The parser does not recurse; a depth limit would let one deep event reject its neighbours.
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = options.Value.MaxBodyBytes });
        }
        catch (JsonException fault)
        {
            problems.Add(new Problem(
                Problem.Malformed,
                "",
                $"The body is no JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}); send one JSON object."));
            return null;
        }
    }

    public JsonElement Read(JsonElement root, IntakeMode mode, List<Problem> problems, out BatchFields batch)
    {
        batch = default;
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new Problem(Problem.Malformed, "", $"The body must be a JSON object, not {WireFields.NameOf(root.ValueKind)}."));
            return default;
        }

        try
        {
            var fields = new WireFields(root, problems);
            var version = fields.Number("v", 1, 1);
            batch = new BatchFields(
                fields.Time("sent"), fields.Id("visitor"), mode == IntakeMode.Server ? ReadEmail(fields, problems) : null, version,
                VisitorPolicy.Read(new WireFields(root, []).RawText("consent")),
                fields.Find("auto") is { ValueKind: JsonValueKind.True });
            return ReadEvents(fields);
        }
        catch (InvalidOperationException)
        {
            problems.Add(new Problem(Problem.Malformed, "", "The name of a field is no text; send UTF-8."));
            return default;
        }
    }

    private string? ReadEmail(WireFields fields, List<Problem> problems) =>
        fields.RawText("email") is { } text ? FieldPolicy.NormalizeEmail(text, "email", options.Value, problems) : null;

    private JsonElement ReadEvents(WireFields fields)
    {
        if (fields.Find("events") is not { } events)
        {
            fields.Fault(Problem.Missing, "events", "is required: an array of at least one event.");
            return default;
        }

        if (events.ValueKind != JsonValueKind.Array || events.GetArrayLength() == 0)
        {
            fields.Fault(Problem.Invalid, "events", "must be an array of at least one event.");
            return default;
        }

        if (events.GetArrayLength() > options.Value.MaxBatchEvents)
        {
            fields.Fault(
                Problem.TooLarge,
                "events",
                $"holds {events.GetArrayLength()} events; send at most {options.Value.MaxBatchEvents} in one request.");
        }

        return events;
    }

    internal readonly record struct BatchFields(
        DateTimeOffset? SentAt, string? Visitor, string? Email, double? Version, ConsentState? Consent, bool Steered);
}
