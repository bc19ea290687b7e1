using System.Text.Json.Nodes;

namespace Pipeline.UnitTests.Docs.OpenApi;

/// <summary>One form of a body.</summary>
/// <param name="Type">Content type.</param>
/// <param name="Schema">Makes its schema.</param>
internal sealed record Media(string Type, Func<SchemaBook, JsonNode> Schema)
{
    public static Media Text(string type) => new(type, _ => new JsonObject { ["type"] = "string" });

    /// <summary>JSON of a record, or of one of several.</summary>
    public static Media Json(params Type[] types) => new("application/json", book =>
        types.Length == 1 ? book.Of(types[0]) : new JsonObject { ["oneOf"] = new JsonArray([.. types.Select(book.Of)]) });

    public static Media Problem() => new("application/problem+json", book => book.Of(typeof(Functions.Answers.ProblemDocument)));

    public static Media Named(string component, string type = "application/json") => new(type, _ => SchemaBook.Reference(component));

    /// <summary>JSON of members that are texts.</summary>
    public static Media Texts(params string[] members) => new("application/json", _ => new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(name =>
            KeyValuePair.Create<string, JsonNode?>(name, new JsonObject { ["type"] = "string" }))),
    });

    public static Media AnyObject(string type = "application/json") => new(type, _ => new JsonObject { ["type"] = "object" });
}
