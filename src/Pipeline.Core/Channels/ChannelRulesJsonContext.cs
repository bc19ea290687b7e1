using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Channels;

/// <summary>
/// How channel rules stand in JSON: camel case, absent for null; comments and trailing commas are read, unknown fields are errors.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ChannelRules))]
public sealed partial class ChannelRulesJsonContext : JsonSerializerContext;
