namespace Pipeline.Days;

/// <summary>Port: the roll-up of days that changed, before the night.</summary>
public interface IRollupRequests
{
    /// <summary>
    /// Asks for the roll-up of days whose views are about to change; what is asked for again soon is asked for once, and of many days the
    /// latest.
    /// </summary>
    /// <param name="days">Local days, marked already: a request that is lost leaves them to the night.</param>
    Task AskAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellationToken);
}
