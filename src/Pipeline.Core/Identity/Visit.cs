using Pipeline.Capture;

namespace Pipeline.Identity;

/// <summary>One visit of a visitor, whoever owns its events. Persisted within the visitor's state: add fields, never rename.</summary>
public sealed record Visit
{
    /// <summary>Key of the event that started the visit.</summary>
    public required string Id { get; init; }

    /// <summary>When its first event happened; UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its last event happened; UTC, at or after <see cref="StartedAt"/>.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Where it came from.</summary>
    public required VisitSource Source { get; init; }

    /// <summary>Page on which it began; null when the first event carried no address.</summary>
    public string? LandingPage { get; init; }

    /// <summary>Page views in it; 0 or more.</summary>
    public int PageViews { get; init; }

    /// <summary>Keys of its page views, in event order, for engagement that names its page.</summary>
    public IReadOnlyList<string> Pages { get; init; } = [];

    /// <summary>True when it was started by a machine; such visits stay out of counts.</summary>
    public bool Automatic { get; init; }
}
