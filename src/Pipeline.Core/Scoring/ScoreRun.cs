using Pipeline.Events;

namespace Pipeline.Scoring;

/// <summary>One pass over the events of one lead.</summary>
internal sealed class ScoreRun
{
    private readonly CompiledRules _rules;
    private readonly TimeZoneInfo _zone;
    private readonly CapBook _caps;
    private readonly SequenceTracker[] _sequences;
    private readonly PaceTracker[] _paces;
    private readonly List<ScoreLine> _lines = [];
    private readonly Dictionary<(int Rule, string Place), long> _lastScored = [];
    private readonly HashSet<(int Slot, string PageView)> _fired = [];
    private readonly Dictionary<string, ulong> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _pages = new(StringComparer.Ordinal);
    private int? _day;

    public ScoreRun(CompiledRules rules, TimeZoneInfo zone)
    {
        _rules = rules;
        _zone = zone;
        _caps = new CapBook(rules);
        _sequences = [.. rules.Sequences.Select(rule => new SequenceTracker(rule))];
        _paces = [.. rules.Paces.Select(rule => new PaceTracker(rule))];
    }

    /// <summary>Gives the lines of all events.</summary>
    /// <param name="events">Events in event order.</param>
    public List<ScoreLine> Lines(IReadOnlyList<ScorableEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var (captured, channel, disposable) = events[i];
            if (captured is { Type: EventType.PageView, Url: { } url })
            {
                _pages[captured.Id] = url;
            }

            if (!captured.Automatic)
            {
                var page = captured.Url ?? (captured.PageId is { } id ? _pages.GetValueOrDefault(id) : null);
                _day = null;
                Score(new EventView(captured, channel, page, TagsOf(page), disposable), i);
            }
        }

        return _lines;
    }

    private void Score(in EventView view, int index)
    {
        var ticks = view.Event.OccurredAt.UtcTicks;
        foreach (var rule in _rules.Rules)
        {
            if (Fits(rule.Condition, rule.Slot, view)
                && IsOutsideInterval(rule, view, ticks)
                && Give(rule.Award, view)
                && rule.Interval > 0)
            {
                _lastScored[(rule.Award.Index, view.Place)] = ticks;
            }
        }

        for (var i = 0; i < _sequences.Length; i++)
        {
            var rule = _rules.Sequences[i];
            uint steps = 0;
            for (var step = 0; step < rule.Steps.Length; step++)
            {
                steps |= Fits(rule.Steps[step], rule.FirstSlot + step, view) ? 1u << step : 0;
            }

            if (steps != 0 && _sequences[i].Completes(steps, index, ticks))
            {
                Give(rule.Award, view);
            }
        }

        for (var i = 0; i < _paces.Length; i++)
        {
            var rule = _rules.Paces[i];
            if (Fits(rule.Condition, rule.Slot, view) && _paces[i].Completes(ticks))
            {
                Give(rule.Award, view);
            }
        }
    }

    private bool Fits(CompiledCondition condition, int slot, in EventView view) =>
        condition.Fits(view) && (view.Event.Type != EventType.Engagement || _fired.Add((slot, view.PageView)));

    private bool IsOutsideInterval(CompiledRule rule, in EventView view, long ticks) =>
        rule.Interval == 0
        || !_lastScored.TryGetValue((rule.Award.Index, view.Place), out var last)
        || ticks - last >= rule.Interval;

    private bool Give(CompiledAward award, in EventView view)
    {
        var at = view.Event.OccurredAt;
        _day ??= DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime).DayNumber;
        var points = _caps.Take(award, _day.Value, out var note);
        if (points == 0)
        {
            return false;
        }

        _lines.Add(new ScoreLine(view.Event.Id, at, award.Id, award.Title, points, note));
        return true;
    }

    private ulong TagsOf(string? url)
    {
        if (url is null || _rules.Tags.Length == 0)
        {
            return 0;
        }

        if (_tags.TryGetValue(url, out var tags))
        {
            return tags;
        }

        var path = UrlPattern.PathOf(url);
        for (var i = 0; i < _rules.Tags.Length; i++)
        {
            foreach (var pattern in _rules.Tags[i].Urls)
            {
                if (UrlPattern.FitsPath(pattern, path))
                {
                    tags |= 1UL << i;
                    break;
                }
            }
        }

        _tags.Add(url, tags);
        return tags;
    }
}
