using Pipeline.Events;

namespace Pipeline.Identity;

/// <summary>What decisions that arrive do to a visitor's facts.</summary>
public sealed record ConsentChange
{
    /// <summary>The facts with the decisions, each once.</summary>
    public required VisitorFacts Facts { get; init; }

    /// <summary>Decisions to write.</summary>
    public required IReadOnlyList<ConsentFact> Written { get; init; }

    /// <summary>Form fills after the end, without their visitor, to be kept under their lead.</summary>
    public required IReadOnlyList<CapturedEvent> Moved { get; init; }

    /// <summary>Stored events after the end, to be removed.</summary>
    public required IReadOnlyList<CapturedEvent> Removed { get; init; }

    /// <summary>Stored links after the end, to be removed.</summary>
    public required IReadOnlyList<LinkFact> RemovedLinks { get; init; }

    /// <summary>Works out the change.</summary>
    /// <param name="facts">What is stored.</param>
    /// <param name="arrived">Decisions that arrived, in any order, possibly known already.</param>
    public static ConsentChange Of(VisitorFacts facts, IEnumerable<ConsentFact> arrived)
    {
        var kept = facts.Consents.ToDictionary(consent => consent.Key, StringComparer.Ordinal);
        var written = new Dictionary<string, ConsentFact>(StringComparer.Ordinal);
        foreach (var consent in arrived)
        {
            if (!kept.TryGetValue(consent.Key, out var other) || FactVersion.Replaces(consent, other))
            {
                kept[consent.Key] = written[consent.Key] = consent;
            }
        }

        var after = VisitorConsent.Of(kept.Values);
        var removed = facts.Events.Where(captured => !after.Covers(captured.ReceivedAt)).ToList();
        return new ConsentChange
        {
            Facts = facts with { Consents = [.. kept.Values] },
            Written = [.. written.Values],
            Moved = [.. removed.Select(VisitorConsent.Remainder).OfType<CapturedEvent>()],
            Removed = removed,
            RemovedLinks = [.. facts.Links.Where(link => !after.Covers(link.ReceivedAt))],
        };
    }
}
