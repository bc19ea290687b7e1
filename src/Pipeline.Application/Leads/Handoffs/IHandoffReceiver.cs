namespace Pipeline.Leads.Handoffs;

/// <summary>Port: where sales is told.</summary>
public interface IHandoffReceiver
{
    /// <summary>
    /// True when there is somebody to tell, also while it cannot be said whom because a setting is faulty. Without, hand-offs stay pending
    /// and cost nothing.
    /// </summary>
    bool IsConfigured { get; }

    /// <summary>Tells sales of one hand-off, trying again for a short time.</summary>
    /// <param name="payload">What to tell.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <returns>True when it was taken; false when the receiver wants no more of it.</returns>
    /// <exception cref="HandoffFailedException">It was not taken; try again later.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is faulty; nobody was told.</exception>
    Task<bool> SendAsync(HandoffPayload payload, CancellationToken cancellationToken);

    /// <summary>Tells sales that a hand-off that it got was not so, trying again for a short time.</summary>
    /// <param name="withdrawal">What to tell.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <returns>True when it was taken; false when the receiver wants no more of it.</returns>
    /// <exception cref="HandoffFailedException">It was not taken; try again later.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is faulty; nobody was told.</exception>
    Task<bool> WithdrawAsync(HandoffWithdrawal withdrawal, CancellationToken cancellationToken);
}
