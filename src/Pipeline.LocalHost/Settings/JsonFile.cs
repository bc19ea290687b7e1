using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.LocalHost.Settings;

/// <summary>Reads JSON files of settings: names without regard to case, comments and trailing commas tolerated.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Document = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The first folder's file of that name, or <see langword="null"/>.</summary>
    public static string? Find(IReadOnlyList<string> directories, string name) =>
        directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);

    /// <summary>The file's object; an empty one, and a problem, if it cannot be read.</summary>
    public static JsonObject Read(string path, List<string> problems)
    {
        try
        {
            var node = JsonNode.Parse(File.ReadAllText(path), new JsonNodeOptions { PropertyNameCaseInsensitive = true }, Document);
            if (node is JsonObject json)
            {
                LookInto(json);
                return json;
            }

            problems.Add($"{path}: must hold a JSON object.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"{path}: {exception.Message}");
        }

        return [];
    }

    /// <summary>A nested object; <see langword="null"/> if absent, with a problem if it is something else.</summary>
    public static JsonObject? Section(JsonObject? parent, string name, string path, List<string> problems)
    {
        switch (parent?[name])
        {
            case null:
                return null;
            case JsonObject section:
                return section;
            default:
                problems.Add($"{path}: must be an object.");
                return null;
        }
    }

    /// <summary>A value as text; <see langword="null"/> for an object, an array, null or nothing.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value
        ? value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.ToJsonString(),
        }
        : null;

    // Duplicate names surface only when an object is first looked into.
    private static void LookInto(JsonObject json)
    {
        foreach (var (_, value) in json)
        {
            if (value is JsonObject nested)
            {
                LookInto(nested);
            }
        }
    }
}
