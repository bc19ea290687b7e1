using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Settings;

/// <summary>JSON of the log of settings, as stored and queued.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SettingsLog))]
public sealed partial class SettingsJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static SettingsJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly SettingsJson Instance = new(StoredJson.Options(Default.Options));
    }
}
