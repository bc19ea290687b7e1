namespace Pipeline.LocalHost.Timers;

/// <summary>What is kept of a timer between starts.</summary>
/// <param name="Schedule">The schedule that the times belong to; another one makes them void.</param>
/// <param name="Last">When the function last ran; the default value if it never did.</param>
/// <param name="Next">When it is due next.</param>
/// <param name="LastUpdated">When this was written.</param>
internal sealed record StoredSchedule(string Schedule, DateTime Last, DateTime Next, DateTime LastUpdated);
