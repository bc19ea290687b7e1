using System.Text.Json.Serialization;

namespace Pipeline.Leads.Facts;

/// <summary>What became of a hand-off.</summary>
public enum HandoffState
{
    /// <summary>Sales has not been told yet.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending = 1,

    /// <summary>Sales has been told.</summary>
    [JsonStringEnumMemberName("delivered")]
    Delivered = 2,

    /// <summary>Not told, because later facts say that the lead did not become MQL then.</summary>
    [JsonStringEnumMemberName("superseded")]
    Superseded = 3,

    /// <summary>The receiver wants no more of it (410).</summary>
    [JsonStringEnumMemberName("refused")]
    Refused = 4,

    /// <summary>Sales was told, and must be told that later facts say that the lead did not become MQL then.</summary>
    [JsonStringEnumMemberName("withdrawing")]
    Withdrawing = 5,

    /// <summary>Sales was told that it was not so.</summary>
    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn = 6,
}
