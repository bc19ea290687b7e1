using System.Text;
using Pipeline.Capture;
using Pipeline.Events;
using Pipeline.Problems;
using Pipeline.Time;

namespace Pipeline.Identity;

/// <summary>The rejected event that makes a flood visible: one a visitor and UTC day, with the latest count.</summary>
public static class FloodRecord
{
    /// <summary>Makes the record.</summary>
    /// <param name="state">State of the visitor, with its count.</param>
    /// <param name="most">Most events that are stored of a visitor and day.</param>
    /// <param name="at">Present moment.</param>
    public static RejectedEvent Of(VisitorState state, int most, DateTimeOffset at)
    {
        var payload = $"{{\"visitor\":\"{state.VisitorId}\",\"day\":\"{LocalTime.Text(DateOnly.FromDateTime(at.UtcDateTime))}\"}}";
        var problem = new Problem(
            Problem.Flood,
            "",
            $"This visitor sent more than {most} events on one day; {state.Flood} in all were not stored. If it is no robot, raise "
                + $"{CaptureOptions.Section}:{nameof(CaptureOptions.MaxEventsPerVisitorAndDay)}.");
        return RejectedEvent.Create("/e", [problem], Encoding.UTF8.GetBytes(payload), at) with { VisitorId = state.VisitorId };
    }
}
