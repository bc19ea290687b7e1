using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Testing.Docs;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Docs.OpenApi;

/// <summary>
/// Makes the description of the interface: routes and methods of the functions' attributes, parameters as the functions themselves tell
/// them, bodies and answers as <see cref="Operations"/> lists them, words of the HTTP page.
/// </summary>
internal static partial class OpenApiDocument
{
    /// <summary>The functions; one that gives several reports is there once for each.</summary>
    public static IReadOnlyList<HttpFunction> Functions { get; } =
    [
        .. HttpFunction.All.Where(function => function.Name != Report),
        .. PrivateRoutes.Names.Where(name => name.StartsWith(Report + " ", StringComparison.Ordinal)).Select(name => OfReport(name)),
    ];

    private const string Report = "GetReport";

    private static readonly Dictionary<string, string> Words = MarkdownPage.Read("docs/http.md").Rows()
        .Where(row => MarkdownPage.Marked(row[0]) is [var text, ..]
            && (text.Contains(" /", StringComparison.Ordinal) || IsReport(text)))
        .ToDictionary(row => MarkdownPage.Marked(row[0])[0], row => Plain(row[1]), StringComparer.Ordinal);

    public static async Task<JsonObject> MakeAsync()
    {
        using var routes = new PrivateRoutes();
        var book = new SchemaBook();
        book.Add(EventSchemas.Schemas());
        var paths = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        var queries = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var function in Functions)
        {
            if (!paths.TryGetValue(function.Route, out var path))
            {
                paths[function.Route] = path = [];
            }

            var known = await QueryAsync(function, routes);
            queries.UnionWith(known);
            path[function.Verb.ToLowerInvariant()] = Operation(function, known, book);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Pipeline",
                ["version"] = "1",
                ["description"] = "Joins visits, form fills and sales, and tells which channel brought each lead.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "http://127.0.0.1:7071" }),
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create<string, JsonNode?>(path.Key, path.Value))),
            ["components"] = new JsonObject
            {
                ["parameters"] = new JsonObject(
                    queries.Select(name => KeyValuePair.Create<string, JsonNode?>(name, Parameter("query", name)))),
                ["schemas"] = book.ToJson(),
                ["securitySchemes"] = new JsonObject { ["header"] = Key("header", "x-functions-key"), ["query"] = Key("query", "code") },
            },
        };
    }

    private static async Task<IReadOnlyList<string>> QueryAsync(HttpFunction function, PrivateRoutes routes) =>
        PrivateRoutes.Names.Contains(function.Name)
            ? await routes.ParametersAsync(function.Name)
            : Operations.All[function.Name].Query;

    private static JsonObject Operation(HttpFunction function, IReadOnlyList<string> known, SchemaBook book)
    {
        var listed = Operations.All[function.Name];
        var parameters = RouteParameter().Matches(function.Route).Select(match => Parameter("path", match.Groups["name"].Value))
            .Concat(known.Select(name => new JsonObject { ["$ref"] = $"#/components/parameters/{name}" })).ToArray();
        var operation = new JsonObject { ["operationId"] = function.Name.Replace(' ', '_'), ["description"] = WordsOf(function) };
        if (parameters.Length > 0)
        {
            operation["parameters"] = new JsonArray([.. parameters]);
        }

        if (listed.Body.Count > 0)
        {
            operation["requestBody"] = new JsonObject { ["content"] = ContentOf(listed.Body, book) };
        }

        operation["responses"] = Responses(function, listed, book);
        operation["security"] = function.IsPrivate ? new JsonArray(Empty("header"), Empty("query")) : new JsonArray();
        return operation;
    }

    private static JsonObject Responses(HttpFunction function, Operation listed, SchemaBook book)
    {
        var answers = new SortedDictionary<int, JsonObject>();
        foreach (var (status, content) in listed.Answers)
        {
            answers[status] = Response(status, content, book);
        }

        foreach (var status in function.IsPrivate ? listed.Problems.Append(400).Append(503) : listed.Problems)
        {
            answers.TryAdd(status, Response(status, [Media.Problem()], book));
        }

        if (function.IsPrivate)
        {
            answers[401] = Response(401, [], book);
        }

        return new JsonObject(answers.Select(answer => KeyValuePair.Create<string, JsonNode?>(
            answer.Key.ToString(CultureInfo.InvariantCulture), answer.Value)));
    }

    private static JsonObject Response(int status, IReadOnlyList<Media> content, SchemaBook book)
    {
        var response = new JsonObject { ["description"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) };
        if (content.Count > 0)
        {
            response["content"] = ContentOf(content, book);
        }

        return response;
    }

    private static JsonObject ContentOf(IEnumerable<Media> content, SchemaBook book) => new(content.Select(media =>
        KeyValuePair.Create<string, JsonNode?>(media.Type, new JsonObject { ["schema"] = media.Schema(book) })));

    private static JsonObject Parameter(string place, string name)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (place == "path")
        {
            parameter["required"] = true;
        }

        parameter["schema"] = new JsonObject { ["type"] = "string" };
        return parameter;
    }

    private static HttpFunction OfReport(string name)
    {
        var function = HttpFunction.All.Single(function => function.Name == Report);
        return function with { Name = name, Route = RouteParameter().Replace(function.Route, name.Split(' ')[1]) };
    }

    private static bool IsReport(string word) => PrivateRoutes.Names.Contains($"{Report} {word}");

    private static string WordsOf(HttpFunction function) =>
        Words[function.Name.StartsWith(Report + " ", StringComparison.Ordinal) ? function.Name.Split(' ')[1] : function.Text];

    private static JsonObject Key(string place, string name) => new() { ["type"] = "apiKey", ["in"] = place, ["name"] = name };

    private static JsonObject Empty(string name) => new() { [name] = new JsonArray() };

    private static string Plain(string cell) => Link().Replace(cell, "${text}").Replace("`", string.Empty, StringComparison.Ordinal);

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex RouteParameter();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
