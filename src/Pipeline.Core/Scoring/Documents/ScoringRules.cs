using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Settings;

namespace Pipeline.Scoring.Documents;

/// <summary>
/// The scoring document: everything that turns a lead's events into points, and points into bands and stages. Immutable. Read one with
/// <see cref="Form"/>, which lists every problem.
/// </summary>
public sealed record ScoringRules
{
    /// <summary>Shape of the document that this code writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The shipped rules, with which a B2B team can start. Each rule says in its description what it is for.</summary>
    public static ScoringRules Default => Form.Shipped;

    /// <summary>How the document stands in JSON: <c>scoring.default.json</c>, <c>scoring.schema.json</c>.</summary>
    public static RulesForm<ScoringRules> Form { get; } = new("scoring", ScoringJson.Default.ScoringRules, ScoringRulesValidator.Check);

    /// <summary>Address of the JSON schema, for editors only; never read. Null when absent.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Version of the document's shape: <see cref="CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>Time in which a score with no new points falls to half, in days; 0.01 to 3650. Shipped: 30.</summary>
    public required double HalfLifeDays { get; init; }

    /// <summary>Score from which a lead becomes MQL, inclusive; above 0. Shipped: 80.</summary>
    public required double EnterThreshold { get; init; }

    /// <summary>Score below which an MQL is recycled; above 0, at most <see cref="EnterThreshold"/>. Shipped: 40.</summary>
    public required double ExitThreshold { get; init; }

    /// <summary>Least score that is shown or compared, whatever the lines sum to; below <see cref="ExitThreshold"/>. Default: 0.</summary>
    public double Floor { get; init; }

    /// <summary>Greatest score that is shown or compared; at least <see cref="EnterThreshold"/>. Null: no cap. Shipped: 500.</summary>
    public double? TotalCap { get; init; }

    /// <summary>Worst fit grade with which a lead may become MQL. Null (shipped): the grade does not matter.</summary>
    public FitGrade? MinimumGrade { get; init; }

    /// <summary>Edges of the engagement bands below the enter threshold.</summary>
    public required BandEdges Bands { get; init; }

    /// <summary>
    /// Names given to pages by their address, so that a pricing page can count for more than a blog post. At most 64 tags.
    /// </summary>
    public IReadOnlyList<ContentTag> ContentTags { get; init => field = value ?? []; } = [];

    /// <summary>Sets of rules that share caps.</summary>
    public IReadOnlyList<ScoreGroup> Groups { get; init => field = value ?? []; } = [];

    /// <summary>Rules that give points for one event, in the order in which their lines are listed.</summary>
    public IReadOnlyList<ScoringRule> Rules { get; init => field = value ?? []; } = [];

    /// <summary>Rules that give a bonus for several steps close together.</summary>
    public IReadOnlyList<SequenceRule> Sequences { get; init => field = value ?? []; } = [];

    /// <summary>Rules that give a bonus for many events in a short time.</summary>
    public IReadOnlyList<PaceRule> Paces { get; init => field = value ?? []; } = [];

    /// <summary>How well a lead fits, from what is known about it. Null: no grade rules, everyone is D.</summary>
    public FitRules? Fit { get; init; }

    /// <summary><see cref="HalfLifeDays"/> as a time span.</summary>
    [JsonIgnore]
    public TimeSpan HalfLife => TimeSpan.FromDays(HalfLifeDays);

    /// <summary>Writes the document as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ScoringJson.Default.ScoringRules);
}
