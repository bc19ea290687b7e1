using Pipeline.Problems;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Scoring.Documents;

/// <summary>Settings <c>scoring</c>: <see cref="ScoringRules"/>, compiled to a <see cref="ScoreEngine"/>.</summary>
/// <param name="localTime">Its calendar days bound the day caps.</param>
public sealed class ScoringDocument(LocalTime localTime) : IRulesDocument<ScoreEngine>
{
    private readonly Lazy<ScoreEngine> _shipped = new(() => new ScoreEngine(ScoringRules.Default, localTime.Zone));

    /// <inheritdoc/>
    public string Name => "scoring";

    /// <inheritdoc/>
    public SettingsEffect Effect => SettingsEffect.EveryLead;

    /// <inheritdoc/>
    public string ShippedText => ScoringResources.Text(ScoringResources.Defaults);

    /// <inheritdoc/>
    public string Schema => ScoringResources.Text(ScoringResources.Schema);

    /// <inheritdoc/>
    public ScoreEngine Shipped => _shipped.Value;

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Check(string json)
    {
        var reading = ScoringRulesValidator.Read(json);
        return Problems(reading.Rules is { } rules ? RuleNames.Unknown(rules) : reading.Problems);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Problem> Warnings(string json) =>
        ScoringRulesValidator.Read(json).Rules is { } rules ? Problems(RuleNames.Unknown(RuleNames.Corrected(rules))) : [];

    /// <inheritdoc/>
    public string? LabelOf(string json) => null;

    /// <inheritdoc/>
    public ScoreEngine Compile(string json)
    {
        var reading = ScoringRulesValidator.Read(json);
        return reading.Rules is { } rules
            ? new ScoreEngine(RuleNames.Corrected(rules), localTime.Zone)
            : throw new ArgumentException(string.Join(" ", reading.Problems), nameof(json));
    }

    private static IReadOnlyList<Problem> Problems(IReadOnlyList<RulesProblem> problems) =>
        [.. problems.Select(problem => new Problem(Problem.Invalid, problem.Path, problem.Message))];
}
