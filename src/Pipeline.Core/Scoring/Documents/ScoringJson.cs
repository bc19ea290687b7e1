using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Scoring.Documents;

/// <summary>How the scoring document is written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNameCaseInsensitive = false,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ScoringRules))]
public sealed partial class ScoringJson : JsonSerializerContext;
