using System.Text.Json.Serialization;

namespace Pipeline.Leads.Aliases;

/// <summary>Whether a change of e-mail address was done.</summary>
public enum AliasStatus
{
    /// <summary>The new address belongs to the lead of the old one.</summary>
    [JsonStringEnumMemberName("aliased")]
    Aliased = 1,

    /// <summary>It is a lead of its own again.</summary>
    [JsonStringEnumMemberName("undone")]
    Undone = 2,

    /// <summary>Refused: the new address belongs to another lead already.</summary>
    [JsonStringEnumMemberName("other_lead")]
    OtherLead = 3,

    /// <summary>Refused: the old address belongs to the lead of the new one.</summary>
    [JsonStringEnumMemberName("cycle")]
    Cycle = 4,

    /// <summary>Nothing to undo: the new address is no alias of the old one.</summary>
    [JsonStringEnumMemberName("no_alias")]
    NoAlias = 5,
}
