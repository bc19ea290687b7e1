using Microsoft.Extensions.Logging;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Shown;
using Pipeline.Records;

namespace Pipeline.Leads.Handoffs;

/// <summary>
/// Sends hand-offs and notes that they were taken. Safe to repeat: one that is not pending is not sent; a run that dies after sending sends
/// again under the same id.
/// </summary>
public sealed partial class HandoffHandler(
    ILeadStore leads,
    LeadQueries queries,
    IHandoffReceiver receiver,
    IWorkQueue queue,
    ConflictRetry retry,
    TimeProvider timeProvider,
    ILogger<HandoffHandler> logger)
{
    /// <summary>Handles one message of the <c>handoffs</c> queue.</summary>
    /// <param name="cancellationToken">Ends the calls; the message is then delivered again.</param>
    /// <exception cref="HandoffFailedException">Not taken: the queue tries again and at last moves the message to poison.</exception>
    public async Task HandleAsync(HandoffMessage message, CancellationToken cancellationToken)
    {
        var stored = await leads.GetHandoffAsync(message.LeadId, message.Entry, cancellationToken);
        if (stored.Value is not { State: HandoffState.Pending or HandoffState.Withdrawing } handoff || !receiver.IsConfigured)
        {
            return;
        }

        if (handoff.State == HandoffState.Withdrawing)
        {
            await receiver.WithdrawAsync(HandoffWithdrawal.Of(handoff, timeProvider.GetUtcNow()), cancellationToken);
            await retry.RunAsync(token => CloseAsync(handoff, HandoffState.Withdrawn, token), cancellationToken);
            Log.Withdrawn(logger, handoff.Id);
            return;
        }

        var lead = await queries.GetAsync(message.LeadId, null, cancellationToken);
        if (lead?.Lead.LeadId != message.LeadId || !IsOf(lead, message.Entry))
        {
            // The entry is gone since: the next refresh says so in the outbox.
            await RefreshRequests.SendAsync(queue, [message.LeadId], cancellationToken);
            return;
        }

        var taken = await receiver.SendAsync(HandoffPayload.Of(handoff, lead), cancellationToken);
        await retry.RunAsync(
            token => CloseAsync(handoff, taken ? HandoffState.Delivered : HandoffState.Refused, token), cancellationToken);
        if (taken)
        {
            Log.Delivered(logger, handoff.Id);
        }
        else
        {
            Log.Refused(logger, handoff.Id);
        }
    }

    private static bool IsOf(LeadDetail lead, int number)
    {
        var entries = lead.Stages.Where(transition => transition.Entry is not null).ToList();
        HashSet<int> gone = [.. lead.Handoffs.Where(handoff => handoff.State is HandoffState.Withdrawing or HandoffState.Withdrawn)
            .Select(handoff => handoff.Entry)];
        return number - gone.Count(other => other < number) <= entries.Count;
    }

    // What was delivered stays so until it is withdrawn, and that for good.
    private async ValueTask<bool> CloseAsync(Handoff sent, HandoffState state, CancellationToken cancellationToken)
    {
        var stored = await leads.GetHandoffAsync(sent.LeadId, sent.Entry, cancellationToken);
        var isOpen = sent.State == HandoffState.Withdrawing
            ? stored.Value is { State: HandoffState.Withdrawing }
            : stored.Value is { State: HandoffState.Pending or HandoffState.Superseded or HandoffState.Refused };
        if (isOpen && stored.Value is { } handoff)
        {
            await leads.SaveHandoffAsync(
                handoff with { State = state, ClosedAt = timeProvider.GetUtcNow() }, stored.ETag, cancellationToken);
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Information, "Hand-off {Id} was delivered.")]
        public static partial void Delivered(ILogger logger, string id);

        [LoggerMessage(3012, LogLevel.Information, "Hand-off {Id} was withdrawn.")]
        public static partial void Withdrawn(ILogger logger, string id);

        [LoggerMessage(3011, LogLevel.Warning, "Hand-off {Id} was refused for good: the receiver answered 410.")]
        public static partial void Refused(ILogger logger, string id);
    }
}
