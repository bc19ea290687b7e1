using Pipeline.Lifecycle;

namespace Pipeline.Leads;

/// <summary>A field of a lead: who said it, and what it would be without that.</summary>
/// <param name="Name">Name as it was said first.</param>
/// <param name="Value">Value that counts.</param>
/// <param name="Source">Who said it: <c>crm</c>, <c>server</c>, or <c>form</c> and the form's name for what came from a browser.</param>
/// <param name="At">When it was said; UTC.</param>
public sealed record FieldValue(string Name, string Value, string Source, DateTimeOffset At)
{
    /// <summary>The value before it; null when there is none that differs.</summary>
    public string? Before { get; init; }

    /// <summary>Who said <see cref="Before"/>; null without it.</summary>
    public string? BeforeSource { get; init; }

    /// <summary>True when a browser said it and nobody else.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsClaim { get; init; }

    /// <summary>
    /// The fields of a lead: what the CRM or a server told ranks above what browsers claimed, and of one rank the latest counts. Names that
    /// differ in case are one.
    /// </summary>
    /// <param name="learned">What was said, in time order.</param>
    /// <returns>In ordinal order of their names, told ones first.</returns>
    internal static IReadOnlyList<FieldValue> Of(IReadOnlyList<LearnedFields> learned) =>
    [
        .. learned.OrderByDescending(item => item.IsClaim)
            .SelectMany(item => item.Fields.Select(field =>
                new FieldValue(field.Key, field.Value, item.Source, item.At) { IsClaim = item.IsClaim }))
            .GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase)
            .Select(Latest)
            .OrderBy(field => field.IsClaim)
            .ThenBy(field => field.Name, StringComparer.OrdinalIgnoreCase),
    ];

    private static FieldValue Latest(IEnumerable<FieldValue> said)
    {
        List<FieldValue> all = [.. said];
        var latest = all[^1] with { Name = all[0].Name };
        return all.FindLast(field => field.Value != latest.Value) is { } before
            ? latest with { Before = before.Value, BeforeSource = before.Source }
            : latest;
    }
}
