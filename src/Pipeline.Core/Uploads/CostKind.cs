using System.Text.Json.Serialization;

namespace Pipeline.Uploads;

/// <summary>What money was spent on.</summary>
public enum CostKind
{
    /// <summary>Advertising space.</summary>
    [JsonStringEnumMemberName("media")]
    Media = 1,

    /// <summary>People's time.</summary>
    [JsonStringEnumMemberName("labour")]
    Labour = 2,

    /// <summary>Tools.</summary>
    [JsonStringEnumMemberName("tech")]
    Tech = 3,
}
