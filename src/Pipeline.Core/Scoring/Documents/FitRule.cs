using System.Text.Json.Serialization;

namespace Pipeline.Scoring.Documents;

/// <summary>
/// Points for one thing known about a lead. The first of <see cref="Fields"/> that holds a value is compared; with no comparison given,
/// holding any value is enough. Comparisons ignore letter case; all given kinds of comparison must fit.
/// </summary>
public sealed record FitRule
{
    /// <summary>Id, unique among the fit rules.</summary>
    public required string Id { get; init; }

    /// <summary>Short words for the ledger of the grade.</summary>
    public required string Title { get; init; }

    /// <summary>Why the rule exists. For people; never read.</summary>
    public string? Description { get; init; }

    /// <summary>Points; negative takes away. Not 0, between −10,000 and 10,000.</summary>
    public required double Points { get; init; }

    /// <summary>Names under which forms and the CRM hold the value; letter case does not matter. At least one.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Whole values of which one must be held. JSON name: <c>equals</c>.</summary>
    [JsonPropertyName("equals")]
    public IReadOnlyList<string> EqualTo { get; init => field = value ?? []; } = [];

    /// <summary>Parts of which one must be held.</summary>
    public IReadOnlyList<string> Contains { get; init => field = value ?? []; } = [];

    /// <summary>Least number, inclusive. The first number in the value is compared: 51 for <c>51-200</c>. Null: not asked.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Number that must not be reached. Null: not asked.</summary>
    public double? Below { get; init; }
}
