using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Imports.Presets;

/// <summary>How a preset is written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Preset))]
public sealed partial class PresetJson : JsonSerializerContext;
