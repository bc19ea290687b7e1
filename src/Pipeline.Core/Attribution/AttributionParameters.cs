using System.Globalization;

namespace Pipeline.Attribution;

/// <summary>Everything a model can be asked to do differently; printed with every result.</summary>
public sealed record AttributionParameters
{
    /// <summary>The parameters that roll-ups use.</summary>
    public static AttributionParameters Default { get; } = new();

    /// <summary>Lookback window: a touch counts up to and including this many times 24 hours before the conversion.</summary>
    /// <value>Days of 24 hours, 1 to 3,650. Default 90.</value>
    public int WindowDays { get; init; } = 90;

    /// <summary>What becomes of Direct touches.</summary>
    /// <value>Default <see cref="DirectPolicy.Keep"/>.</value>
    public DirectPolicy DirectPolicy { get; init; }

    /// <summary>Time decay: a touch this many local calendar days older weighs half.</summary>
    /// <value>Days, greater than 0, at most 3,650. Default 7.</value>
    public double HalfLifeDays { get; init; } = 7;

    /// <summary>Shares of the position based model.</summary>
    /// <value>Default 40/20/40.</value>
    public PositionWeights Position { get; init; } = new();

    /// <summary>Shares of the U-shaped model; <see cref="MilestoneWeights.UShapedHalves"/> is the variant 50/50/0.</summary>
    /// <value>Default 40/40/20.</value>
    public MilestoneWeights UShaped { get; init; } = MilestoneWeights.UShaped;

    /// <summary>Shares of the W-shaped model.</summary>
    /// <value>Default 30/30/30/10.</value>
    public MilestoneWeights WShaped { get; init; } = MilestoneWeights.WShaped;

    /// <summary>Shares of the full path model.</summary>
    /// <value>Default 22.5 for each of four milestones and 10 between them.</value>
    public MilestoneWeights FullPath { get; init; } = MilestoneWeights.FullPath;

    /// <summary>Markov and Shapley say "not enough data" below this number of conversions.</summary>
    /// <value>Conversions, at least 1. Default 30.</value>
    public int MinimumConversions { get; init; } = 30;

    /// <summary>Time zone of the calendar days in time decay.</summary>
    /// <value>IANA or Windows time zone id. Default <c>Europe/Paris</c>.</value>
    public string TimeZoneId { get; init; } = "Europe/Paris";

    /// <summary>All problems of these parameters, each naming its field and what is allowed; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (WindowDays is < 1 or > 3650)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"windowDays is {WindowDays}: give 1 to 3650 days."));
        }

        if (!Enum.IsDefined(DirectPolicy))
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"directPolicy is {(int)DirectPolicy}: give keep, drop-last or drop-all."));
        }

        if (!(HalfLifeDays is > 0 and <= 3650))
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"halfLifeDays is {HalfLifeDays}: give more than 0 and at most 3650 days."));
        }

        CheckShares(problems, "position", Position, Position.First, Position.Middle, Position.Last);
        CheckShares(problems, "uShaped", UShaped);
        CheckShares(problems, "wShaped", WShaped);
        CheckShares(problems, "fullPath", FullPath);
        if (UShaped.Opportunity != 0 || UShaped.Close != 0)
        {
            problems.Add($"uShaped is {UShaped}: it has no opportunity and no close; give them 0.");
        }

        if (WShaped.Close != 0)
        {
            problems.Add($"wShaped is {WShaped}: it has no close; give it 0.");
        }

        if (MinimumConversions < 1)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"minimumConversions is {MinimumConversions}: give at least 1."));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZoneId, out _))
        {
            problems.Add($"timeZoneId is '{TimeZoneId}': give a known id such as Europe/Paris.");
        }

        return problems;
    }

    /// <summary>Passes when the parameters can be used.</summary>
    /// <exception cref="ArgumentException">They cannot; the message lists all problems.</exception>
    public void Validate()
    {
        var problems = Problems();
        if (problems.Count > 0)
        {
            throw new ArgumentException($"Attribution parameters: {string.Join(' ', problems)}");
        }
    }

    /// <summary>One line with every parameter, to print with a result.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"window {WindowDays} d; direct {PolicyName}; half-life {HalfLifeDays} d; position {Position}; U {UShaped}; W {WShaped}; full "
            + $"path {FullPath}; minimum {MinimumConversions} conversions; {TimeZoneId}");

    private string PolicyName => DirectPolicy switch
    {
        DirectPolicy.DropLast => "drop-last",
        DirectPolicy.DropAll => "drop-all",
        _ => "keep",
    };

    private static void CheckShares(List<string> problems, string field, MilestoneWeights w) =>
        CheckShares(problems, field, w, w.FirstTouch, w.LeadCreation, w.Opportunity, w.Close, w.Middle);

    private static void CheckShares(List<string> problems, string field, object shown, params ReadOnlySpan<decimal> shares)
    {
        var sum = 0m;
        var fit = true;
        foreach (var share in shares)
        {
            fit &= share is >= 0 and <= 100 && decimal.Round(share, 3) == share;
            sum += share is >= 0 and <= 100 ? share : 0;
        }

        if (!fit || sum != 100)
        {
            problems.Add($"{field} is {shown}: give percentages from 0 to 100 with at most three decimals that sum to 100.");
        }
    }
}
