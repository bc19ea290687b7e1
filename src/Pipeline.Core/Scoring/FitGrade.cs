using System.Text.Json.Serialization;

namespace Pipeline.Scoring;

/// <summary>How well a lead fits, best first, so that a smaller value is a better grade.</summary>
public enum FitGrade
{
    /// <summary>Fits very well.</summary>
    [JsonStringEnumMemberName("A")]
    A = 1,

    /// <summary>Fits well.</summary>
    [JsonStringEnumMemberName("B")]
    B = 2,

    /// <summary>Fits somewhat.</summary>
    [JsonStringEnumMemberName("C")]
    C = 3,

    /// <summary>Does not fit, or nothing is known.</summary>
    [JsonStringEnumMemberName("D")]
    D = 4,
}
