using System.Text.Json.Nodes;

namespace Pipeline.LocalHost.Settings;

/// <summary>The settings file: <c>Values</c> become configuration, <c>Host</c> sets up the local host.</summary>
internal sealed class LocalSettings
{
    private const string FileName = "local.settings.json";
    private const string SampleName = "local.settings.sample.json";

    /// <summary>The file that was read, or <see langword="null"/>.</summary>
    public string? Path { get; private init; }

    /// <summary>Name of the file for messages.</summary>
    public string Name => System.IO.Path.GetFileName(Path) ?? FileName;

    public bool IsSample { get; private init; }

    public Dictionary<string, string?> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string?> Host { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static LocalSettings Read(IReadOnlyList<string> directories, List<string> problems)
    {
        var path = JsonFile.Find(directories, FileName);
        var isSample = path is null;
        path ??= JsonFile.Find(directories, SampleName);
        if (path is null)
        {
            return new LocalSettings();
        }

        var settings = new LocalSettings { Path = path, IsSample = isSample };
        var name = System.IO.Path.GetFileName(path);
        var root = JsonFile.Read(path, problems);
        if (JsonFile.Text(root["IsEncrypted"]) == "true")
        {
            problems.Add($"{name} IsEncrypted: encrypted settings cannot be read here; run \"func settings decrypt\".");
            return settings;
        }

        Copy(root, "Values", settings.Values, name, problems);
        Copy(root, "Host", settings.Host, name, problems);
        return settings;
    }

    private static void Copy(JsonObject root, string section, Dictionary<string, string?> target, string file, List<string> problems)
    {
        foreach (var (key, node) in JsonFile.Section(root, section, $"{file} {section}", problems) ?? [])
        {
            if (node is JsonObject or JsonArray)
            {
                problems.Add($"{file} {section}.{key}: must be a string; nested names are written with ':' or '__'.");
                continue;
            }

            target[key.Replace("__", ":", StringComparison.Ordinal)] = JsonFile.Text(node);
        }
    }
}
