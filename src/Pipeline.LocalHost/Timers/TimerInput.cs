using System.Text.Json;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Timers;

/// <summary>What a timer function gets: its schedule's state as JSON.</summary>
internal static class TimerInput
{
    public static TypedData Of(StoredSchedule? status, bool isPastDue) => new()
    {
        Json = JsonSerializer.Serialize(new
        {
            Schedule = new { AdjustForDST = true },
            ScheduleStatus = status is null ? null : new { status.Last, status.Next, status.LastUpdated },
            IsPastDue = isPastDue,
        }),
    };
}
