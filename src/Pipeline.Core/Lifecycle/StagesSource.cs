using Pipeline.Settings;

namespace Pipeline.Lifecycle;

/// <summary>Gives the stages in use to everything that reads stage names.</summary>
/// <param name="reader">Reads the settings <c>stages</c>.</param>
/// <param name="timeProvider">Tells now.</param>
public sealed class StagesSource(RulesReader<StageBook> reader, TimeProvider timeProvider)
{
    /// <summary>Stages as they are known now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<StageBook> GetAsync(CancellationToken cancellationToken) =>
        (await reader.GetAsync(cancellationToken)).At(timeProvider.GetUtcNow()).Rules;
}
