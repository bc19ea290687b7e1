using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Capture.Links;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Problems;
using Pipeline.Rejected;

namespace Pipeline.Replay;

// Reads rejected input again by the rules of the route that received it, as of the moment when it came.
internal sealed class ReplayIntake(IOptions<CaptureOptions> options)
{
    public List<CapturedEvent> Read(RejectedEvent rejected, string payload, List<Problem> problems)
    {
        var endpoint = rejected.Endpoint;
        if (endpoint.StartsWith(TrackedLink.Endpoint + "/", StringComparison.Ordinal))
        {
            return ReadClick(payload, problems);
        }

        var isServer = endpoint == CaptureEventsHandler.ServerEndpoint;
        var isBatch = isServer || endpoint == CaptureEventsHandler.BrowserEndpoint;
        var wire = isBatch ? Encoding.UTF8.GetBytes(payload)
            : endpoint == CapturePixelHandler.Endpoint ? ReplayWire.OfPixel(payload)
            : endpoint.StartsWith(CaptureFormHandler.Endpoint + "/", StringComparison.Ordinal)
                ? ReplayWire.OfForm(endpoint[(CaptureFormHandler.Endpoint.Length + 1)..], payload, options, problems)
            : null;
        if (wire is null)
        {
            if (problems.Count == 0)
            {
                problems.Add(new Problem(Problem.Invalid, "", $"What came by {endpoint} cannot be replayed."));
            }

            return [];
        }

        var batches = new BatchReader(options);
        using var document = batches.Parse(wire, problems);
        return document is null ? [] : ReadEvents(rejected, document.RootElement, isServer, isBatch, batches, problems);
    }

    private List<CapturedEvent> ReadEvents(
        RejectedEvent rejected, JsonElement root, bool isServer, bool isBatch, BatchReader batches, List<Problem> problems)
    {
        var mode = isServer ? IntakeMode.Server : IntakeMode.Browser;
        var header = new BatchHeader(
            mode, rejected.ReceivedAt, rejected.SentAt, rejected.VisitorId, rejected.Email, Automatic: rejected.Marks);
        List<JsonElement> elements = [root];
        if (isBatch && root.ValueKind == JsonValueKind.Object && root.TryGetProperty("events", out _))
        {
            var events = batches.Read(root, mode, problems, out var batch);
            if (problems.Count > 0)
            {
                return [];
            }

            elements = [.. events.EnumerateArray()];
            header = header with
            {
                SentAt = batch.SentAt ?? header.SentAt,
                Email = batch.Email ?? header.Email,
                VisitorId = header.VisitorId ?? (batch.Visitor is { } visitor ? FieldPolicy.VisitorOf(visitor) : null),
            };
        }

        var reader = new WireEventReader(new ReplayIds(RejectedId.Of(rejected)), options);
        var accepted = new List<CapturedEvent>();
        for (var i = 0; i < elements.Count; i++)
        {
            var faults = new List<Problem>();
            if (reader.Read(elements[i], header, faults) is { } captured)
            {
                CheckOwner(captured, faults);
                accepted.Add(captured);
            }

            problems.AddRange(
                elements.Count == 1 ? faults : faults.Select(fault => fault with { Field = $"events[{i}].{fault.Field}".TrimEnd('.') }));
        }

        return accepted;
    }

    private static void CheckOwner(CapturedEvent captured, List<Problem> problems)
    {
        if (captured.VisitorId is null && captured.Email is null)
        {
            problems.Add(new Problem(
                Problem.Missing, "visitor", "is unknown, so this can be nobody's event; send it as {\"visitor\":\"…\",\"events\":[…]}."));
        }
    }

    private static List<CapturedEvent> ReadClick(string payload, List<Problem> problems)
    {
        try
        {
            var click = EventMessageJson.ParseEvent(Encoding.UTF8.GetBytes(payload));
            if (TrackedLink.IsClickOfLead(click)
                && Pipeline.Events.LeadIds.IsValid(click.LeadId)
                && click.Id.Length is > 0 and <= WireLimits.Id)
            {
                return [click];
            }

            problems.Add(new Problem(
                Problem.Invalid, "leadId", "must be the id of a lead, and the click must keep its id, type and link."));
        }
        catch (JsonException fault)
        {
            problems.Add(new Problem(Problem.Malformed, "", $"The click cannot be read: {fault.Message}"));
        }

        return [];
    }
}
