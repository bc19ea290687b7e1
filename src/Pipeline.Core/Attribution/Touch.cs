using Pipeline.Events;

namespace Pipeline.Attribution;

/// <summary>One dated marketing contact of a lead: a visit in which it owns an event, or an offline or e-mail contact.</summary>
public sealed record Touch
{
    /// <summary>Stable id: visitor and visit, or the key of the offline fact.</summary>
    public required string Id { get; init; }

    /// <summary>When the lead's first own event of the visit happened; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Channel decision and its fields.</summary>
    public required VisitSource Source { get; init; }

    /// <summary>Page on which the visit began; null for offline and e-mail contacts.</summary>
    public string? LandingPage { get; init; }
}
