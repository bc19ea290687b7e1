using Pipeline.Events;

namespace Pipeline.Attribution;

/// <summary>Where credit goes when no touch can take it.</summary>
public static class UnknownSource
{
    /// <summary>Channel name.</summary>
    public const string Channel = "Offline / unknown";

    /// <summary>The source that stands for "no touch".</summary>
    public static VisitSource Value { get; } = new()
    {
        Channel = Channel,
        Source = "(unknown)",
        Medium = "(none)",
        RuleId = "no-touch",
        RulesVersion = "(none)",
    };
}
