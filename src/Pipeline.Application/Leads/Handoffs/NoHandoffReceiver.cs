namespace Pipeline.Leads.Handoffs;

/// <summary>Nobody to tell.</summary>
public sealed class NoHandoffReceiver : IHandoffReceiver
{
    /// <inheritdoc/>
    public bool IsConfigured => false;

    /// <inheritdoc/>
    public Task<bool> SendAsync(HandoffPayload payload, CancellationToken cancellationToken) =>
        throw new HandoffFailedException("No receiver of hand-offs is configured.");

    /// <inheritdoc/>
    public Task<bool> WithdrawAsync(HandoffWithdrawal withdrawal, CancellationToken cancellationToken) =>
        throw new HandoffFailedException("No receiver of hand-offs is configured.");
}
