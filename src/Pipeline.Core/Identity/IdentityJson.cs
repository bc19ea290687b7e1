using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Identity;

/// <summary>JSON of the state of a visitor, as stored and queued.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(VisitorState))]
[JsonSerializable(typeof(Visit[]))]
public sealed partial class IdentityJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static IdentityJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly IdentityJson Instance = new(StoredJson.Options(Default.Options));
    }
}
