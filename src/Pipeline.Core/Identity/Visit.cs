using Pipeline.Events;

namespace Pipeline.Identity;

/// <summary>One visit of a visitor, whoever owns its events. Persisted within the visitor's state: add fields, never rename.</summary>
public sealed record Visit
{
    /// <summary>Pages kept in <see cref="Pages"/>: a machine that never pauses must not grow the row past what a row holds.</summary>
    public const int MaxPages = 50;

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

    /// <summary>
    /// Keys of its latest page views, at most <see cref="MaxPages"/>, in event order, for engagement that names its page.
    /// </summary>
    public IReadOnlyList<string> Pages { get; init; } = [];

    /// <summary>True when it was started by a machine; such visits stay out of counts.</summary>
    public bool Automatic { get; init; }

    /// <summary>True when both say the same, pages included.</summary>
    /// <param name="other">Visit to compare with.</param>
    public bool IsSame(Visit other) => this with { Pages = [] } == other with { Pages = [] } && Pages.SequenceEqual(other.Pages);
}
