using System.Text.Json.Serialization;

namespace Pipeline.Events;

/// <summary>
/// What a visitor decided. A visitor without a decision is unknown. Names on the wire and in storage are the lower-case ones.
/// </summary>
public enum ConsentState
{
    /// <summary>May be recognised, and linked by a form fill or identify.</summary>
    [JsonStringEnumMemberName("granted")]
    Granted = 1,

    /// <summary>May not be recognised from now on.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused = 2,

    /// <summary>May not be recognised from now on, and its links count as undone.</summary>
    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn = 3,
}
