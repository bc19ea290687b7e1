using Pipeline.Rollups.Rebuilds;

namespace Pipeline.Rollups;

/// <summary>Handles the messages of the <c>rollups</c> queue: days to roll up, and steps of making the indexes anew.</summary>
public sealed class RollupHandler(DayRollups days, IndexRebuild indexRebuild)
{
    /// <summary>Handles one message.</summary>
    /// <param name="cancellationToken">Stops; the message is then delivered again.</param>
    public Task HandleAsync(RollupMessage message, CancellationToken cancellationToken) =>
        message.Indexing is null
            ? days.RollUpAsync(message.Day, cancellationToken)
            : indexRebuild.ContinueAsync(message, cancellationToken);
}
