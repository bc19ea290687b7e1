namespace Pipeline.Scoring;

/// <summary>Unused events of each step of one sequence rule, for one lead.</summary>
internal sealed class SequenceTracker
{
    private readonly CompiledSequence _rule;
    private readonly List<(int Index, long Ticks)>[] _unused;
    private readonly int[] _taken;
    private readonly List<int> _tried = [];
    private long? _lastBonus;

    public SequenceTracker(CompiledSequence rule)
    {
        _rule = rule;
        _unused = new List<(int, long)>[rule.Steps.Length];
        _taken = new int[rule.Steps.Length];
        for (var i = 0; i < _unused.Length; i++)
        {
            _unused[i] = [];
        }
    }

    /// <summary>Takes an event that fits at least one step.</summary>
    /// <param name="steps">Steps that it fits, as a bit set.</param>
    /// <param name="index">Place of the event among the lead's events.</param>
    /// <param name="ticks">When it happened.</param>
    /// <returns>True when it completes the sequence; the events taken are then used up.</returns>
    public bool Completes(uint steps, int index, long ticks)
    {
        var resting = _lastBonus is { } last && ticks < last + _rule.CoolDown;
        if (!resting && (_rule.AnyOrder ? FindAnyOrder(steps, ticks) : FindInOrder(steps, index, ticks)))
        {
            _lastBonus = ticks;
            UseUp();
            return true;
        }

        for (var step = 0; step < _unused.Length; step++)
        {
            if ((steps & (1u << step)) != 0)
            {
                _unused[step].Add((index, ticks));
            }
        }

        return false;
    }

    private bool FindInOrder(uint steps, int index, long ticks)
    {
        var lastStep = _unused.Length - 1;
        if ((steps & (1u << lastStep)) == 0)
        {
            return false;
        }

        _taken[lastStep] = -1;
        for (var step = lastStep - 1; step >= 0; step--)
        {
            var place = LastBefore(_unused[step], index);
            if (place < 0 || _unused[step][place].Ticks < ticks - _rule.Within)
            {
                return false;
            }

            index = _taken[step] = _unused[step][place].Index;
        }

        return true;
    }

    private bool FindAnyOrder(uint steps, long ticks)
    {
        for (var own = 0; own < _unused.Length; own++)
        {
            if ((steps & (1u << own)) == 0)
            {
                continue;
            }

            Array.Fill(_taken, -1);
            var found = true;
            for (var step = 0; found && step < _unused.Length; step++)
            {
                _tried.Clear();
                found = step == own || Assign(step, own, ticks - _rule.Within);
            }

            if (found)
            {
                return true;
            }
        }

        return false;
    }

    // Takes the latest free event; only when every one is taken by another step does that step move to an earlier event of its own.
    // With n steps, the latest n events of each are enough to find an assignment if there is one.
    private bool Assign(int step, int own, long earliest)
    {
        var events = _unused[step];
        var stop = Math.Max(0, events.Count - _unused.Length);
        for (var i = events.Count - 1; i >= stop && events[i].Ticks >= earliest; i--)
        {
            if (Array.IndexOf(_taken, events[i].Index) < 0)
            {
                _taken[step] = events[i].Index;
                return true;
            }
        }

        for (var i = events.Count - 1; i >= stop && events[i].Ticks >= earliest; i--)
        {
            var index = events[i].Index;
            if (_tried.Contains(index))
            {
                continue;
            }

            _tried.Add(index);
            var holder = Array.IndexOf(_taken, index);
            if (holder != own && Assign(holder, own, earliest))
            {
                _taken[step] = index;
                return true;
            }
        }

        return false;
    }

    private void UseUp()
    {
        foreach (var index in _taken)
        {
            if (index < 0)
            {
                continue;
            }

            foreach (var events in _unused)
            {
                var place = LastBefore(events, index + 1);
                if (place >= 0 && events[place].Index == index)
                {
                    events.RemoveAt(place);
                }
            }
        }
    }

    private static int LastBefore(List<(int Index, long Ticks)> events, int index)
    {
        int low = 0, high = events.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (events[middle].Index < index)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
