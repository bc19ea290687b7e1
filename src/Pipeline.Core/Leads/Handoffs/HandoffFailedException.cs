namespace Pipeline.Leads.Handoffs;

/// <summary>A hand-off was not taken by its receiver.</summary>
public sealed class HandoffFailedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What the receiver answered; never what was sent.</param>
    /// <param name="innerException">What failed; null when the receiver answered.</param>
    public HandoffFailedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
