using System.Text.Json.Serialization;

namespace Pipeline.Lifecycle;

/// <summary>Whether a lead became MQL for the first time.</summary>
public enum EntryLabel
{
    /// <summary>First entry.</summary>
    [JsonStringEnumMemberName("new")]
    New = 1,

    /// <summary>Any later entry.</summary>
    [JsonStringEnumMemberName("reopened")]
    Reopened = 2,
}
