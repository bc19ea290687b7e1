using Pipeline.Events;

namespace Pipeline.Leads.Shown;

/// <summary>An event as a journey shows it.</summary>
public sealed record JourneyEvent
{
    /// <summary>Event id.</summary>
    public required string Id { get; init; }

    /// <summary>Kind of event.</summary>
    public required EventType Type { get; init; }

    /// <summary>When it happened; UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Page address; null when it has none.</summary>
    public string? Url { get; init; }

    /// <summary>Page title; null when it has none.</summary>
    public string? Title { get; init; }

    /// <summary>Name of the form or custom event; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Visible seconds so far; null when it tells none.</summary>
    public double? Seconds { get; init; }

    /// <summary>
    /// What was noticed: that a machine made it and it does not count, that its time was corrected; null when nothing was.
    /// </summary>
    public string? Mark { get; init; }

    /// <summary>Makes the entry of an event.</summary>
    /// <param name="captured">Event.</param>
    public static JourneyEvent Of(CapturedEvent captured) => new()
    {
        Id = captured.Id,
        Type = captured.Type,
        OccurredAt = captured.OccurredAt,
        Url = captured.Url,
        Title = captured.Title,
        Name = captured.Form ?? captured.Name,
        Seconds = captured.Seconds,
        Mark = MarkWords.Of(captured),
    };
}
