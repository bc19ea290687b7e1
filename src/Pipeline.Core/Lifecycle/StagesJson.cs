using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Lifecycle;

/// <summary>How the stages document is written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true)]
[JsonSerializable(typeof(StagesDocument))]
public sealed partial class StagesJson : JsonSerializerContext;
