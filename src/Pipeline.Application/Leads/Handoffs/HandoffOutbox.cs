using Microsoft.Extensions.Options;
using Pipeline.Leads.Facts;
using Pipeline.Lifecycle;
using Pipeline.Records;
using Pipeline.Settings;

namespace Pipeline.Leads.Handoffs;

/// <summary>What a refresh of a lead does to its hand-offs.</summary>
/// <param name="receiver">Tells whether anybody takes them.</param>
/// <param name="options">Tells how old an entry may be to be news.</param>
/// <param name="queue">Asked to send them.</param>
public sealed class HandoffOutbox(IHandoffReceiver receiver, IOptions<HandoffOptions> options, IWorkQueue queue)
{
    /// <summary>Plans what to write and to send.</summary>
    /// <param name="history">Its facts, with its outbox.</param>
    /// <param name="stages">Its stages; null when it is known no longer.</param>
    /// <param name="now">When this is learned.</param>
    public HandoffPlan Plan(LeadHistory history, StageHistory? stages, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        return HandoffPlan.Of(
            history.Facts.LeadId,
            history.Facts.Handoffs,
            stages,
            now,
            options.ValueOrDefault().MaxAge,
            receiver.IsConfigured,
            history.HasDisowned);
    }

    /// <summary>
    /// Asks for the deliveries of a plan that is written. For a while every refresh asks again: the run that wrote it may have died before.
    /// </summary>
    public async Task AskAsync(HandoffPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var handoff in plan.Asked)
        {
            await queue.SendAsync(QueueNames.Handoffs, HandoffMessage.Write(handoff), cancellationToken);
        }
    }
}
