using Microsoft.Extensions.Logging;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Pages;
using Pipeline.Records;

namespace Pipeline.Scoring.Refresh;

/// <summary>Handles the messages of the <c>scores</c> queue: leads to compute anew, and steps of a walk through all of them.</summary>
public sealed class LeadRefreshHandler(LeadRefresh refresh, LeadRescore rescore, IWorkQueue queue, ILogger<LeadRefreshHandler> logger)
{
    /// <summary>Handles one message.</summary>
    /// <param name="cancellationToken">Stops between two leads; the message is then delivered again.</param>
    /// <exception cref="Exception">The message's only lead failed: the queue tries again and at last moves it to poison.</exception>
    public async Task HandleAsync(ScoreMessage message, CancellationToken cancellationToken)
    {
        if (message.Rescore is { } step)
        {
            await rescore.HandleAsync(step, (page, token) => RefreshAsync(page, isAlone: false, rollsUp: false, token), cancellationToken);
            return;
        }

        var ids = message.LeadIds.Distinct().ToList();
        await RefreshAsync(ids, ids.Count == 1, message.RollsUp, cancellationToken);
    }

    // Neighbours on a page end at about the same time, and their entries go with one put.
    private static List<string> InPageOrder(IReadOnlyList<string> ids) =>
        [.. ids.OrderBy(id => PagePlace.Of(id).Order, StringComparer.Ordinal)];

    private async Task RefreshAsync(IReadOnlyList<string> ids, bool isAlone, bool rollsUp, CancellationToken cancellationToken)
    {
        foreach (var (id, error) in await MessageParts.RunAsync(
            InPageOrder(ids), isAlone, (id, token) => refresh.RunAsync(id, rollsUp, token), cancellationToken))
        {
            logger.LogWarning(error, "Lead {LeadId} could not be refreshed; it is put back as a message of its own.", id);
            await queue.SendAsync(QueueNames.Scores, ScoreMessage.Write([id], rollsUp), cancellationToken);
        }
    }
}
