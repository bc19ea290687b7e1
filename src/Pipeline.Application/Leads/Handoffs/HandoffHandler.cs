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
        if (stored.Value is not { State: HandoffState.Pending } handoff || !receiver.IsConfigured)
        {
            return;
        }

        var lead = await queries.GetAsync(message.LeadId, null, cancellationToken);
        if (lead?.Lead.LeadId != message.LeadId || !lead.Stages.Any(transition => transition.Entry == message.Entry))
        {
            // The entry is gone since: the next refresh says so in the outbox.
            await RefreshRequests.SendAsync(queue, [message.LeadId], cancellationToken);
            return;
        }

        var taken = await receiver.SendAsync(HandoffPayload.Of(handoff, lead), cancellationToken);
        await retry.RunAsync(token => CloseAsync(handoff, taken, token), cancellationToken);
        if (taken)
        {
            Log.Delivered(logger, handoff.Id);
        }
        else
        {
            Log.Refused(logger, handoff.Id);
        }
    }

    private async ValueTask<bool> CloseAsync(Handoff sent, bool taken, CancellationToken cancellationToken)
    {
        var stored = await leads.GetHandoffAsync(sent.LeadId, sent.Entry, cancellationToken);
        if (stored.Value is { State: not HandoffState.Delivered } handoff)
        {
            var state = taken ? HandoffState.Delivered : HandoffState.Refused;
            await leads.SaveHandoffAsync(
                handoff with { State = state, ClosedAt = timeProvider.GetUtcNow() }, stored.ETag, cancellationToken);
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Information, "Hand-off {Id} was delivered.")]
        public static partial void Delivered(ILogger logger, string id);

        [LoggerMessage(3011, LogLevel.Warning, "Hand-off {Id} was refused for good: the receiver answered 410.")]
        public static partial void Refused(ILogger logger, string id);
    }
}
