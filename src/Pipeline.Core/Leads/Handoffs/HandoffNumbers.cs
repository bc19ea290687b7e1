using Pipeline.Leads.Facts;
using Pipeline.Lifecycle;

namespace Pipeline.Leads.Handoffs;

/// <summary>
/// Which number the hand-off of an entry into MQL has: that of the entry, passing over those that sales was told of and whose entries are
/// gone. Their numbers name something that sales knows, so that nothing else may have them.
/// </summary>
public sealed class HandoffNumbers
{
    private readonly SortedSet<int> _gone;

    private HandoffNumbers(SortedSet<int> gone, IReadOnlySet<int> vanished) => (_gone, Vanished) = (gone, vanished);

    /// <summary>Numbers of delivered hand-offs whose entries vanished since.</summary>
    public IReadOnlySet<int> Vanished { get; }

    /// <summary>Works out the numbers.</summary>
    /// <param name="known">Rows of the outbox.</param>
    /// <param name="entries">Entries into MQL that there are now, in order of time.</param>
    /// <param name="isDisowned">Whether anything that can matter to the lead was disowned. Otherwise entries go by facts that come late,
    /// and may come back by later ones: sales is not told.</param>
    public static HandoffNumbers Of(IReadOnlyList<Handoff> known, IReadOnlyList<StageTransition> entries, bool isDisowned)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(entries);
        SortedSet<int> gone = [.. known.Where(handoff => handoff.IsGone).Select(handoff => handoff.Entry)];
        var delivered = known.Where(handoff => isDisowned && handoff.State == HandoffState.Delivered).ToList();
        var moments = entries.Select(entry => entry.At).ToHashSet();

        // Entries may move by late facts, so it is their number that says how many are gone, and their moments that say which.
        var vanished = delivered
            .OrderBy(handoff => moments.Contains(handoff.EnteredAt))
            .ThenByDescending(handoff => handoff.Entry)
            .Take(delivered.Count(handoff => handoff.Entry - gone.Count(number => number < handoff.Entry) > entries.Count))
            .Select(handoff => handoff.Entry)
            .ToHashSet();
        gone.UnionWith(vanished);
        return new HandoffNumbers(gone, vanished);
    }

    /// <summary>Number of an entry's hand-off.</summary>
    /// <param name="entry">Number of the entry, from 1.</param>
    public int NumberOf(int entry)
    {
        foreach (var number in _gone)
        {
            entry += number <= entry ? 1 : 0;
        }

        return entry;
    }
}
