using Pipeline.LocalHost.Timers;

namespace Pipeline.LocalHost.Functions;

/// <summary>A timer trigger.</summary>
/// <param name="ParameterName">The parameter that gets the timer's state.</param>
/// <param name="Schedule">The resolved schedule.</param>
/// <param name="UseMonitor">Whether its status is kept.</param>
/// <param name="RunOnStartup">Whether it also runs at the start.</param>
internal sealed record TimerFunctionTrigger(string ParameterName, TimerSchedule Schedule, bool UseMonitor, bool RunOnStartup)
    : FunctionTrigger("timerTrigger", ParameterName);
