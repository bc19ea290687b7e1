using Pipeline.Ruleset;

namespace Pipeline.Reports;

/// <summary>Reads from which score a lead is MQL.</summary>
public sealed class MqlThreshold(CurrentRules rules, ReportMaterial source)
{
    /// <summary>The score by the rules that are active at a report's moment.</summary>
    /// <param name="query">Moment.</param>
    public async Task<double> GetAsync(ReportQuery query, CancellationToken cancellationToken) =>
        (await rules.GetAsync(cancellationToken)).Scoring.At(source.MomentOf(query)).Rules.Rules.EnterThreshold;
}
