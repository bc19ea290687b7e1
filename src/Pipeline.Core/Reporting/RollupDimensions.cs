using Pipeline.Capture;

namespace Pipeline.Reporting;

/// <summary>By what a roll-up sums. An absent campaign is <see cref="NoCampaign"/>.</summary>
/// <param name="Channel">Channel.</param>
/// <param name="Source">Source.</param>
/// <param name="Medium">Medium.</param>
/// <param name="Campaign">Campaign.</param>
public sealed record RollupDimensions(string Channel, string Source, string Medium, string Campaign)
{
    /// <summary>Stands for "no campaign": <c>(none)</c>.</summary>
    public const string NoCampaign = "(none)";

    /// <summary>Dimensions of a visit or touch.</summary>
    /// <param name="source">Its source.</param>
    public static RollupDimensions Of(VisitSource source) =>
        new(source.Channel, source.Source, source.Medium, source.Campaign ?? NoCampaign);
}
