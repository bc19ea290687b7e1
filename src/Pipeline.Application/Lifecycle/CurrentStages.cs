using Pipeline.Settings;

namespace Pipeline.Lifecycle;

/// <summary>Gives the stages to everything that reads stage names.</summary>
/// <param name="reader">Reads the settings <c>stages</c>.</param>
public sealed class CurrentStages(RulesReader<StageBook> reader)
{
    /// <summary>Stages that were activated last, as they are known now: their names count at once, before their order does.</summary>
    public async ValueTask<StageBook> GetAsync(CancellationToken cancellationToken) =>
        (await reader.GetAsync(cancellationToken)).Periods[^1].Rules;
}
