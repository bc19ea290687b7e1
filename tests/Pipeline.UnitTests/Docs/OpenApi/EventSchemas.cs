using System.Text.Json.Nodes;
using Pipeline.Capture.Intake;

namespace Pipeline.UnitTests.Docs.OpenApi;

/// <summary>The event protocol, which is read member by member and so has no record of its own.</summary>
internal static class EventSchemas
{
    public const string Batch = "EventBatch";
    public const string Event = "Event";
    public const string Decision = "ConsentDecision";

    /// <summary>Names of the members of a batch and of an event; <c>visitor</c> and <c>email</c> stand in both.</summary>
    public static IReadOnlyList<string> Members =>
        [.. new[] { Batch, Event }.SelectMany(name => Schemas()[name]!["properties"]!.AsObject().Select(member => member.Key)).Distinct()];

    public static JsonObject Schemas() => JsonNode.Parse($$"""
        {
          "{{Batch}}": {
            "type": "object",
            "description": "Events of one sender. Unknown members are ignored.",
            "properties": {
              "v": { "const": 1 },
              "sent": { "$ref": "#/components/schemas/Time" },
              "visitor": { "type": "string", "maxLength": {{WireLimits.Id}} },
              "email": { "type": "string", "description": "Servers only: whose events these are." },
              "consent": { "enum": ["granted", "refused", "withdrawn"], "description": "Browsers only: the visitor's decision." },
              "auto": { "type": "boolean", "description": "Browsers only: a program steers the browser." },
              "events": { "type": "array", "minItems": 1, "items": { "$ref": "#/components/schemas/{{Event}}" } }
            },
            "required": ["events"]
          },
          "{{Event}}": {
            "type": "object",
            "description": "One event, at most {{WireLimits.EventBytes}} bytes.",
            "properties": {
              "id": { "type": "string", "minLength": 1, "maxLength": {{WireLimits.Id}} },
              "type": { "enum": ["page_view", "engagement", "click", "form", "identify", "custom"] },
              "created": { "$ref": "#/components/schemas/Time" },
              "url": { "type": "string", "description": "Required for a page view." },
              "ref": { "type": "string" },
              "title": { "type": "string", "description": "Cut at {{WireLimits.Title}} characters." },
              "page": { "type": "string", "maxLength": {{WireLimits.Id}}, "description": "Id of the page view that it belongs to." },
              "seconds": { "type": "number", "minimum": 0, "maximum": 86400 },
              "scroll": { "type": "number", "minimum": 0, "maximum": 100 },
              "name": { "type": "string", "description": "Required for a custom event." },
              "props": { "$ref": "#/components/schemas/Values" },
              "form": { "type": "string" },
              "fields": { "$ref": "#/components/schemas/Values" },
              "corrects": { "type": "string", "minLength": 1, "maxLength": {{WireLimits.Id}}, "description": "Id of the fill that this one corrects." },
              "email": { "type": "string", "description": "Required for a form and an identify, here or in fields." },
              "visitor": { "type": "string", "maxLength": {{WireLimits.Id}}, "description": "Servers only." }
            },
            "required": ["type"]
          },
          "{{Decision}}": {
            "type": "object",
            "properties": {
              "state": { "enum": ["granted", "refused", "withdrawn"] },
              "visitor": { "type": "string", "maxLength": {{WireLimits.Id}} },
              "id": { "type": "string", "maxLength": {{WireLimits.Id}} },
              "sent": { "$ref": "#/components/schemas/Time" },
              "created": { "$ref": "#/components/schemas/Time" }
            },
            "required": ["state"]
          },
          "Time": { "type": ["string", "integer"], "description": "ISO 8601, or Unix milliseconds." },
          "Values": {
            "type": "object",
            "description": "At most {{WireLimits.Values}} texts, numbers or truth values, each cut at {{WireLimits.Value}} characters.",
            "additionalProperties": { "type": ["string", "number", "boolean", "null"] }
          }
        }
        """)!.AsObject();
}
