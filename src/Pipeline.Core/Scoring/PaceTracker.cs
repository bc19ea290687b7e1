namespace Pipeline.Scoring;

/// <summary>Unused fitting events of one pace rule, for one lead.</summary>
internal sealed class PaceTracker(CompiledPace rule)
{
    private readonly Queue<long> _unused = new();

    /// <summary>Takes a fitting event.</summary>
    /// <param name="ticks">When it happened.</param>
    /// <returns>True when it completes the number; the events are then used up.</returns>
    public bool Completes(long ticks)
    {
        while (_unused.TryPeek(out var first) && first < ticks - rule.Within)
        {
            _unused.Dequeue();
        }

        _unused.Enqueue(ticks);
        if (_unused.Count < rule.Count)
        {
            return false;
        }

        _unused.Clear();
        return true;
    }
}
