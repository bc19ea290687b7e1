using Pipeline.Events;

namespace Pipeline.Scoring.Documents;

/// <summary>
/// What an event must be. All parts that are given must fit; within one list one entry is enough, except <see cref="Properties"/>, which
/// must all fit. Comparisons of text ignore letter case. An empty list asks nothing.
/// </summary>
public sealed record ScoringCondition
{
    /// <summary>Kinds of event; at least one.</summary>
    public required IReadOnlyList<EventType> Types { get; init; }

    /// <summary>Patterns for the path of the page, as in <see cref="ContentTag.Urls"/>.</summary>
    public IReadOnlyList<string> Urls { get; init => field = value ?? []; } = [];

    /// <summary>Tags of the page, from the document's content tags.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Names of forms; <c>*</c> stands for any characters.</summary>
    public IReadOnlyList<string> Forms { get; init => field = value ?? []; } = [];

    /// <summary>Names of custom events; <c>*</c> stands for any characters.</summary>
    public IReadOnlyList<string> Names { get; init => field = value ?? []; } = [];

    /// <summary>Properties (of custom events and clicks) and fields (of forms); all of them must fit.</summary>
    public IReadOnlyList<PropertyCondition> Properties { get; init => field = value ?? []; } = [];

    /// <summary>Channels of the event's visit, for example <c>E-mail</c>.</summary>
    public IReadOnlyList<string> Channels { get; init => field = value ?? []; } = [];

    /// <summary>True: only events with a throw-away e-mail address. False: only events with another address. Null: not asked.</summary>
    public bool? DisposableEmail { get; init; }

    /// <summary>Least visible seconds of the page so far, inclusive; above 0; engagement events only. Null: not asked.</summary>
    public double? MinimumSeconds { get; init; }
}
