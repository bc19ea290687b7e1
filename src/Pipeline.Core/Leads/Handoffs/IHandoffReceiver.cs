namespace Pipeline.Leads.Handoffs;

/// <summary>Port: where sales is told.</summary>
public interface IHandoffReceiver
{
    /// <summary>True when there is somebody to tell. Without, hand-offs stay pending and cost nothing.</summary>
    bool IsConfigured { get; }

    /// <summary>Tells sales of one hand-off, trying again for a short time.</summary>
    /// <param name="payload">What to tell.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <returns>True when it was taken; false when the receiver wants no more of it.</returns>
    /// <exception cref="HandoffFailedException">It was not taken; try again later.</exception>
    Task<bool> SendAsync(HandoffPayload payload, CancellationToken cancellationToken);
}
