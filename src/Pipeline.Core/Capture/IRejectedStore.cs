namespace Pipeline.Capture;

/// <summary>Port: input that could not be accepted, kept with its reason. Every method is one storage call.</summary>
public interface IRejectedStore
{
    /// <summary>Keeps a rejected event; the same input twice on a day is one row.</summary>
    /// <param name="rejected">Rejected event.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task AddAsync(RejectedEvent rejected, CancellationToken cancellationToken);

    /// <summary>Lists the rejected events of a UTC day.</summary>
    /// <param name="day">Any moment of the day.</param>
    /// <param name="count">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<RejectedEvent>> ListAsync(DateTimeOffset day, int count, CancellationToken cancellationToken);
}
