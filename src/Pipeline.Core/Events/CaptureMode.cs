using System.Text.Json.Serialization;

namespace Pipeline.Events;

/// <summary>What captured events are for. Names in storage are the lower-case ones.</summary>
public enum CaptureMode
{
    /// <summary>Form fills and identify calls link a visitor to a lead.</summary>
    [JsonStringEnumMemberName("identify")]
    Identify = 0,

    /// <summary>Audience measurement only: events are counted, never linked and never a lead's.</summary>
    [JsonStringEnumMemberName("measure")]
    Measure = 1,
}
