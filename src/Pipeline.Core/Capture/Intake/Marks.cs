namespace Pipeline.Capture.Intake;

/// <summary>What capture notes at an event that it changed.</summary>
public static class Marks
{
    /// <summary>The referrer was no web address and was left out.</summary>
    public const string ReferrerUnusable = "referrer_unusable";

    internal static IReadOnlyList<string>? Of(IReadOnlyList<string>? automatic, string? first, string? second) =>
        Of(first, second) is not { } changed ? automatic : automatic is null ? changed : [.. automatic, .. changed];

    internal static IReadOnlyList<string>? Of(string? first, string? second) => (first, second) switch
    {
        (null, null) => null,
        (not null, null) => [first],
        (null, not null) => [second],
        _ => [first, second],
    };
}
