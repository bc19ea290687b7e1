using System.Text.Json.Serialization;
using Pipeline.Attribution;
using Pipeline.Scoring;

namespace Pipeline.Leads.Facts;

/// <summary>
/// View of one lead, a pure function of its facts, the rules and the moment of its last refresh. Lists the index rows it owns, and what
/// lists and roll-ups need without reading events. Persisted: add fields, never rename.
/// </summary>
public sealed record LeadProfile
{
    /// <summary>Version of this record's shape. Currently 2; in 1 every conversion held its touches.</summary>
    public int Version { get; init; } = 2;

    /// <summary>Lead that it is a view of.</summary>
    public required string LeadId { get; init; }

    /// <summary>
    /// How often it was saved, counted on from the lead's entry on its page; 0 in a profile that was written before there were pages.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Generation { get; init; }

    /// <summary>Normalised e-mail address.</summary>
    public required string Email { get; init; }

    /// <summary>Form fields; of each the value given last, in ordinal order of their names.</summary>
    public required SortedDictionary<string, string> Fields { get; init; }

    /// <summary>When the lead became known; UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last own event happened; UTC.</summary>
    public required DateTimeOffset LastActivityAt { get; init; }

    /// <summary>Stage at the last refresh; stages move on their own only at <see cref="DueAt"/>.</summary>
    public required string Stage { get; init; }

    /// <summary>When the stage was entered; UTC.</summary>
    public required DateTimeOffset StageSince { get; init; }

    /// <summary>
    /// Version of the scoring rules that <see cref="ScoreSum"/> and <see cref="RankKey"/> were computed by; 0 is the shipped default.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ScoringVersion { get; init; }

    /// <summary>Sum of the score lines as of <see cref="LastActivityAt"/>, before floor and total cap; halves every half-life.</summary>
    public required double ScoreSum { get; init; }

    /// <summary>Fit grade.</summary>
    public FitGrade Grade { get; init; } = FitGrade.D;

    /// <summary>Who in sales owns the lead, as the CRM said last; null when it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Owner { get; init; }

    /// <summary>True when machines alone did what is known of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Automatic { get; init; }

    /// <summary>
    /// Next moment at which the lead changes by itself: the score crosses a threshold downwards, or a fact that is dated ahead comes true;
    /// null when it never does.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>First touch of all; null when the lead has none.</summary>
    public Touch? FirstTouch { get; init; }

    /// <summary>Latest touch of all; null when the lead has none.</summary>
    public Touch? LatestTouch { get; init; }

    /// <summary>First touch that is not Direct; null when the lead has none.</summary>
    public Touch? FirstKnownTouch { get; init; }

    /// <summary>Latest touch that is not Direct; null when the lead has none.</summary>
    public Touch? LatestKnownTouch { get; init; }

    /// <summary>Conversions with the journeys that lead to them, in order of time.</summary>
    public required IReadOnlyList<LeadConversion> Conversions { get; init; }

    /// <summary>Touches of the conversions, as they are stored; null for a profile that is not <see cref="Packed"/>.</summary>
    public PackedJourney? Journey { get; init; }

    /// <summary>What reports need of the lead without reading its events.</summary>
    public LeadInsight Insight { get; init => field = value ?? new(); } = new();

    /// <summary>Rank key under which the lead is listed.</summary>
    public required string RankKey { get; init; }

    /// <summary>Local day under which the lead is listed as due; null when it is not.</summary>
    public string? DueDay { get; init; }

    /// <summary>
    /// The profile as it is stored: every conversion's touches are the first ones of one journey, but for those left out.
    /// </summary>
    public LeadProfile Packed()
    {
        if (Journey is not null)
        {
            return this;
        }

        List<Touch> journey =
        [
            .. Conversions.SelectMany(conversion => conversion.Touches).Distinct()
                .OrderBy(touch => touch.At).ThenBy(touch => touch.Id, StringComparer.Ordinal),
        ];
        var packed = Conversions.Select(conversion => TouchPacking.Pack(conversion, journey)).ToList();
        return packed.Contains(null) ? this : this with { Journey = PackedJourney.Of(journey), Conversions = packed! };
    }

    /// <summary>The profile as it was before <see cref="Packed"/>.</summary>
    public LeadProfile Unpacked()
    {
        if (Journey?.Unpack() is not { } journey)
        {
            return this;
        }

        return this with
        {
            Journey = null,
            Conversions =
            [
                .. Conversions.Select(conversion => TouchPacking.Unpack(conversion, journey)),
            ],
        };
    }

    /// <summary>Local days under which the lead is listed as converting, in order.</summary>
    public IReadOnlyList<string> ConversionDays => [.. Conversions.Select(conversion => conversion.Day).Distinct()];
}
