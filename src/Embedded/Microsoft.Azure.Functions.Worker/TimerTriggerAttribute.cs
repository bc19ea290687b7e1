using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, one run at a time.</summary>
/// <param name="schedule">Six fields <c>second minute hour day month day-of-week</c> in UTC (five: second 0); <c>%setting%</c> is replaced by that setting.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule as written.</summary>
    public string Schedule { get; private set; } = schedule;

    /// <summary>Whether the schedule's status is kept in storage, so that a missed run is made up for at the next start. Default true; off for schedules that fire more than once a minute.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs at every start. Default false.</summary>
    public bool RunOnStartup { get; set; }
}
