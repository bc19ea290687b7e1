using System.Collections.Concurrent;
using Pipeline.Leads.Handoffs;

namespace Pipeline.Testing;

/// <summary>Sales, as a test plays it.</summary>
public sealed class FakeHandoffReceiver : IHandoffReceiver
{
    /// <summary>What was told, in order.</summary>
    public ConcurrentQueue<HandoffPayload> Told { get; } = new();

    /// <summary>What was withdrawn, in order.</summary>
    public ConcurrentQueue<HandoffWithdrawal> Withdrawn { get; } = new();

    /// <summary>How it answers; null when there is nobody to tell.</summary>
    public Func<HandoffPayload, bool>? Answer { get; set; }

    public bool IsConfigured => Answer is not null;

    public Task<bool> SendAsync(HandoffPayload payload, CancellationToken cancellationToken)
    {
        Told.Enqueue(payload);
        return Task.FromResult(Answer!(payload));
    }

    public Task<bool> WithdrawAsync(HandoffWithdrawal withdrawal, CancellationToken cancellationToken)
    {
        Withdrawn.Enqueue(withdrawal);
        return Task.FromResult(true);
    }
}
