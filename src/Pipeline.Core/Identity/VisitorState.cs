using System.Text.Json.Serialization;
using Pipeline.Events;

namespace Pipeline.Identity;

/// <summary>
/// View of one visitor, a pure function of its facts: its visits, links and undos. Overwritten under an ETag.
/// Persisted: add fields, never rename.
/// </summary>
public sealed record VisitorState
{
    /// <summary>Visits kept in the state row; older ones are in rows of this many each.</summary>
    public const int VisitsPerRow = 100;

    /// <summary>
    /// Most links kept in the state row, which holds 1 MiB: of more, the first and the last ones. All stay as facts, by which ownership is
    /// worked out; a link that the state does not name cannot be taken back by itself.
    /// </summary>
    public const int MaxLinks = 400;

    /// <summary>Version of this record's shape. Currently 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Visitor that it is a view of.</summary>
    public required string VisitorId { get; init; }

    /// <summary>Place in event order of the last event folded; null when there is none.</summary>
    public EventOrder? Last { get; init; }

    /// <summary>
    /// When the last event happened that keeps a visit going; null when it is <see cref="Last"/>, as always but after a form fill that came
    /// late.
    /// </summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>Visits that are in older rows, a multiple of <see cref="VisitsPerRow"/>.</summary>
    public int OlderVisits { get; init; }

    /// <summary>Latest visits, in event order; at most <see cref="VisitsPerRow"/>.</summary>
    public IReadOnlyList<Visit> Visits { get; init; } = [];

    /// <summary>Links of the visitor, in event order; at most <see cref="MaxLinks"/>.</summary>
    public IReadOnlyList<LinkFact> Links { get; init; } = [];

    /// <summary>Keys of links that were undone, or whose fill was corrected or disowned, in ordinal order.</summary>
    public IReadOnlyList<string> UndoneLinks { get; init; } = [];

    /// <summary>True when claims of the visitor were ever disowned: then a new link may be taken back as it comes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Disowned { get; init; }

    /// <summary>
    /// Leads that an event named before another version of it was kept, in ordinal order: they are refreshed with the others. Not part of
    /// the view: it depends on the order of arrival, and only says whom to ask.
    /// </summary>
    public IReadOnlyList<string> FormerLeads { get; init; } = [];

    /// <summary>Local days (yyyy-MM-dd) under which the visitor is indexed, in order.</summary>
    public IReadOnlyList<string> Days { get; init; } = [];

    /// <summary>
    /// When what is received no longer belongs to the visitor (<see cref="VisitorConsent.EndsAt"/>); null when it was never refused.
    /// </summary>
    public DateTimeOffset? ConsentEndsAt { get; init; }

    /// <summary>When the first withdrawal was received; null when there is none.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Events stored on the local day of <see cref="Last"/>; 0 or more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LastDayEvents { get; init; }

    /// <summary>
    /// Events that were not stored because their day was full (<see cref="DayLimit"/>): a log, not a view, because nothing of them is
    /// kept. One that is delivered twice counts twice.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Flood { get; init; }

    /// <summary>What the visitor's decisions mean.</summary>
    [JsonIgnore]
    public VisitorConsent Consent => new(ConsentEndsAt, WithdrawnAt);
}
