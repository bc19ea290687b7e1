namespace Pipeline.LocalHost.Timers;

/// <summary>Keeps the status of timers between starts.</summary>
internal interface IScheduleStatusStore
{
    Task<StoredSchedule?> FindAsync(string functionName, CancellationToken cancellationToken);

    Task SaveAsync(string functionName, StoredSchedule status, CancellationToken cancellationToken);
}
