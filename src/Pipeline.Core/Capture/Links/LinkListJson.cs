using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Capture.Links;

/// <summary>
/// How the settings document <c>links</c> is read, without reflection: camel case; comments and trailing commas are allowed.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(LinkList))]
public sealed partial class LinkListJson : JsonSerializerContext;
