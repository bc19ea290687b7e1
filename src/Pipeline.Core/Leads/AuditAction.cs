using System.Text.Json.Serialization;

namespace Pipeline.Leads;

/// <summary>What was done to a lead's identity.</summary>
public enum AuditAction
{
    /// <summary>A visitor was linked to the lead.</summary>
    [JsonStringEnumMemberName("link")]
    Link = 1,

    /// <summary>A link was taken back.</summary>
    [JsonStringEnumMemberName("undo")]
    Undo = 2,
}
