using Pipeline.Events;

namespace Pipeline.Leads.Shown;

/// <summary>Says in words what was noticed about events: that a machine made them, that their time was corrected.</summary>
public static class MarkWords
{
    private const string Bot = "bot:";

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [EventTimes.InFuture] = "time corrected: it lay ahead of its receipt",
        [EventTimes.TooOld] = "time corrected: it was too old",
        [EventTimes.DatedAtReceipt] = "dated at its receipt: it was sent late",
        ["referrer_unusable"] = "referrer left out: it was no web address",
    };

    /// <summary>What was noticed about an event.</summary>
    /// <param name="captured">Event.</param>
    /// <returns>For example <c>seen as automatic: googlebot; not counted</c>; null when nothing was.</returns>
    public static string? Of(CapturedEvent captured)
    {
        ArgumentNullException.ThrowIfNull(captured);
        var marks = captured.Marks ?? [];
        var notes = marks
            .Select(mark => Words.GetValueOrDefault(mark) ?? (mark.StartsWith("time", StringComparison.Ordinal) ? "time corrected" : null))
            .OfType<string>();
        var all = captured.Automatic ? notes.Prepend(Automatic(marks)) : notes;
        return string.Join("; ", all) is { Length: > 0 } text ? text : null;
    }

    /// <summary>That all a lead did was done by machines.</summary>
    /// <param name="events">Events of the lead.</param>
    /// <returns>Null when a person did anything, or nothing is known.</returns>
    public static string? OfLead(IReadOnlyCollection<CapturedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Count > 0 && events.All(captured => captured.Automatic)
            ? Automatic([.. events.SelectMany(captured => captured.Marks ?? []).Distinct(StringComparer.Ordinal)])
            : null;
    }

    private static string Automatic(IReadOnlyCollection<string> marks)
    {
        var names = marks.Where(mark => !Words.ContainsKey(mark) && !mark.StartsWith("time", StringComparison.Ordinal))
            .Select(mark => mark.StartsWith(Bot, StringComparison.Ordinal) ? mark[Bot.Length..] : mark).ToList();
        return names.Count == 0 ? "seen as automatic; not counted" : $"seen as automatic: {string.Join(", ", names)}; not counted";
    }
}
