using System.Text.Json.Serialization;

namespace Pipeline.Attribution;

/// <summary>What becomes of touches of the channel <c>Direct</c> before credit is split.</summary>
public enum DirectPolicy
{
    /// <summary>They count like any other touch.</summary>
    [JsonStringEnumMemberName("keep")]
    Keep = 0,

    /// <summary>The Direct touches after the last other touch don't count; a journey of Direct touches alone has none left.</summary>
    [JsonStringEnumMemberName("drop-last")]
    DropLast = 1,

    /// <summary>No Direct touch counts.</summary>
    [JsonStringEnumMemberName("drop-all")]
    DropAll = 2,
}
