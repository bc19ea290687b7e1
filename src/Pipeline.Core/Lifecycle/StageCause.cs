using System.Text.Json.Serialization;

namespace Pipeline.Lifecycle;

/// <summary>What moved a lead to a stage.</summary>
public enum StageCause
{
    /// <summary>The lead became known.</summary>
    [JsonStringEnumMemberName("created")]
    Created = 1,

    /// <summary>Its score crossed a threshold, or the rules changed around it.</summary>
    [JsonStringEnumMemberName("score")]
    Score = 2,

    /// <summary>The CRM said so.</summary>
    [JsonStringEnumMemberName("crm")]
    Crm = 3,

    /// <summary>A person said so.</summary>
    [JsonStringEnumMemberName("manual")]
    Manual = 4,
}
