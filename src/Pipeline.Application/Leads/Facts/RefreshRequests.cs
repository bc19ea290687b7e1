using Pipeline.Records;

namespace Pipeline.Leads.Facts;

/// <summary>Asks for the refresh of leads.</summary>
public static class RefreshRequests
{
    /// <summary>Puts leads into the <c>scores</c> queue, in messages of at most <see cref="ScoreMessage.MaxLeads"/>.</summary>
    /// <param name="queue">Where to put the messages.</param>
    /// <param name="leadIds">Leads to refresh; none sends nothing.</param>
    /// <param name="rollsUp">Whether days that change by it are rolled up soon.</param>
    public static async Task SendAsync(
        IWorkQueue queue, IEnumerable<string> leadIds, CancellationToken cancellationToken, bool rollsUp = false)
    {
        foreach (var chunk in leadIds.Order(StringComparer.Ordinal).Chunk(ScoreMessage.MaxLeads))
        {
            await queue.SendAsync(QueueNames.Scores, ScoreMessage.Write(chunk, rollsUp), cancellationToken);
        }
    }
}
