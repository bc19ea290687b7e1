using Pipeline.Problems;
using Pipeline.Settings;
using Pipeline.Time;

namespace Pipeline.Scoring.Documents;

/// <summary>
/// Settings <c>scoring</c>: <see cref="ScoringRules"/>, compiled to a <see cref="ScoreEngine"/>. Refuses names of channels that do not
/// exist; a stored document that has one is read as it was meant, or the rule about it never fires.
/// </summary>
/// <param name="localTime">Its calendar days bound the day caps.</param>
public sealed class ScoringDocument(LocalTime localTime)
    : RulesDocument<ScoringRules, ScoreEngine>(ScoringRules.Form, SettingsEffect.EveryLead)
{
    /// <inheritdoc/>
    protected override ScoreEngine Compile(ScoringRules document) => new(RuleNames.Corrected(document), localTime.Zone);

    /// <inheritdoc/>
    protected override IReadOnlyList<Problem> Refusals(ScoringRules document) => RuleNames.Unknown(document);

    /// <inheritdoc/>
    protected override IReadOnlyList<Problem> Vain(ScoringRules document) => RuleNames.Unknown(RuleNames.Corrected(document));
}
