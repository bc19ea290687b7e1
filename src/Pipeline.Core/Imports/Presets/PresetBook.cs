using System.Text.Json;

namespace Pipeline.Imports.Presets;

/// <summary>The presets that are shipped.</summary>
public static class PresetBook
{
    private const string Prefix = "Pipeline.Imports.Presets.";

    private static readonly Lazy<IReadOnlyList<Preset>> Shipped = new(() =>
    [
        .. typeof(PresetBook).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ]);

    /// <summary>Every preset, in order of their names.</summary>
    public static IReadOnlyList<Preset> All => Shipped.Value;

    /// <summary>Presets for a route: its own, and those for any.</summary>
    /// <param name="endpoint">Route, for example <c>/api/crm</c>.</param>
    public static IEnumerable<Preset> For(string endpoint) => All.Where(preset => preset.Endpoint is null || preset.Endpoint == endpoint);

    /// <summary>Finds a preset of a route.</summary>
    /// <param name="name">Name, in any case.</param>
    /// <param name="endpoint">Route.</param>
    /// <returns>Null when there is none.</returns>
    public static Preset? Find(string name, string endpoint) =>
        For(endpoint).FirstOrDefault(preset => string.Equals(preset.Name, name, StringComparison.OrdinalIgnoreCase));

    private static Preset Read(string resource)
    {
        using var stream = typeof(PresetBook).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize(stream, PresetJson.Default.Preset)
            ?? throw new InvalidOperationException($"{resource} holds no preset.");
    }
}
