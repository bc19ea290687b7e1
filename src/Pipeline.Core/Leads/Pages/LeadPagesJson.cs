using System.Text.Json.Serialization;
using Pipeline.Records;

namespace Pipeline.Leads.Pages;

/// <summary>JSON of a page before it is compressed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(EntryPage))]
public sealed partial class LeadPagesJson : JsonSerializerContext
{
    /// <summary>The one instance to use.</summary>
    public static LeadPagesJson Stored => StoredContext.Instance;

    // A class of its own, because static fields of a partial class have no defined order and Default must come first.
    private static class StoredContext
    {
        public static readonly LeadPagesJson Instance = new(StoredJson.Options(Default.Options));
    }
}
