using Pipeline.Events;

namespace Pipeline.Days;

/// <summary>By what a roll-up sums. What is absent is <see cref="None"/>.</summary>
/// <param name="LandingPage">Address of the page on which the visit began, without its query.</param>
public sealed record RollupDimensions(
    string Channel, string Source, string Medium, string Campaign, string LandingPage = RollupDimensions.None)
{
    /// <summary>Stands for what a visit or touch has not: <c>(none)</c>.</summary>
    public const string None = "(none)";

    /// <summary>Stands for everything beyond the most that a day keeps apart: <c>(other)</c>.</summary>
    public const string Other = "(other)";

    /// <summary>Dimensions of a visit or touch.</summary>
    /// <param name="landingPage">Page on which it began; null when it has none.</param>
    public static RollupDimensions Of(VisitSource source, string? landingPage) =>
        new(source.Channel, source.Source, source.Medium, source.Campaign ?? None, PageOf(landingPage));

    /// <summary>Address without its query.</summary>
    /// <param name="url">Normalised address; null when there is none.</param>
    public static string PageOf(string? url) =>
        url is null ? None : url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? url[..query] : url;
}
