using System.Text.Json.Serialization;

namespace Pipeline.Leads.Shown;

/// <summary>What was done to a lead's identity.</summary>
public enum AuditAction
{
    /// <summary>A visitor was linked to the lead.</summary>
    [JsonStringEnumMemberName("link")]
    Link = 1,

    /// <summary>A link was taken back.</summary>
    [JsonStringEnumMemberName("undo")]
    Undo = 2,

    /// <summary>An address was made an alias.</summary>
    [JsonStringEnumMemberName("alias")]
    Alias = 3,

    /// <summary>An alias was taken back.</summary>
    [JsonStringEnumMemberName("alias_undo")]
    AliasUndo = 4,

    /// <summary>A link was taken back because its form was filled again with the address put right.</summary>
    [JsonStringEnumMemberName("correction")]
    Correction = 5,

    /// <summary>The original source of the lead became another one.</summary>
    [JsonStringEnumMemberName("original_source")]
    OriginalSource = 6,

    /// <summary>A form fill, or all that a visitor claims, was disowned.</summary>
    [JsonStringEnumMemberName("disown")]
    Disown = 7,

    /// <summary>A disowned claim counts again.</summary>
    [JsonStringEnumMemberName("disown_undo")]
    DisownUndo = 8,
}
