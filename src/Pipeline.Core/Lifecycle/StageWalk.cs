using Pipeline.Scoring;
using Pipeline.Scoring.Documents;

namespace Pipeline.Lifecycle;

/// <summary>Walks once through everything that can move a lead, in time order.</summary>
internal sealed class StageWalk
{
    private readonly IReadOnlyList<RulesPeriod> _periods;
    private readonly ScoreCurve[] _curves;
    private readonly StageFact[] _facts;
    private readonly IReadOnlyList<DatedGrade> _grades;
    private readonly long _created;
    private readonly List<StageTransition> _transitions = [];
    private string _stage = StageNames.Visitor;

    // What the stage counts as: rules about MQL hold for a stage of one's own that counts as one, too.
    private string _meaning = StageNames.Visitor;
    private int _entries;
    private int _nextFact;
    private int _nextGrade;
    private int _period;
    private FitGrade _grade = FitGrade.D;

    // May enter MQL; false after being put back, until the score has been below the enter threshold.
    private bool _mayEnter;

    // May leave MQL; false when somebody made a cold lead an MQL, until its score has reached the exit threshold.
    private bool _mayExit;

    public StageWalk(
        IReadOnlyList<RulesPeriod> periods, DateTimeOffset createdAt, IReadOnlyList<StageFact> facts, IReadOnlyList<DatedGrade> grades)
    {
        _periods = periods;
        _curves = [.. periods.Select(period => new ScoreCurve(period.Lines, period.Rules))];
        _facts = [.. facts
            .OrderBy(fact => fact.At)
            .ThenBy(fact => fact.Order ?? StageNames.RankOf(fact.Stage))
            .ThenBy(fact => fact.Stage, StringComparer.Ordinal)
            .ThenBy(fact => fact.Key, StringComparer.Ordinal)];
        _grades = grades;
        _created = _facts.Length > 0 && _facts[0].At < createdAt ? _facts[0].At.UtcTicks : createdAt.UtcTicks;
    }

    private ScoringRules Rules => _periods[_period].Rules;

    private ScoreCurve Curve => _curves[_period];

    public StageHistory Until(DateTimeOffset until)
    {
        var end = until.UtcTicks;
        var moments = Moments();
        var next = 0;
        var now = _created;
        for (; next < moments.Count && moments[next] <= end; next++)
        {
            if (next > 0)
            {
                Decay(now, moments[next]);
            }

            now = moments[next];
            Visit(now);
        }

        if (next > 0 && end < long.MaxValue)
        {
            Decay(now, end + 1);
        }

        EnterPeriod(end);
        return new StageHistory
        {
            Transitions = _transitions,
            Current = _stage,
            Entries = _entries,
            Score = Curve.ScoreAt(end),
            NextDue = NextDue(end, next < moments.Count ? moments[next] : null),
        };
    }

    // Creation, facts, grades, activations, and the jumps of each curve while its rules are active; ascending, each once.
    private List<long> Moments()
    {
        var moments = new List<long> { _created };
        moments.AddRange(_facts.Select(fact => fact.At.UtcTicks));
        moments.AddRange(_grades.Select(grade => grade.At.UtcTicks).Where(ticks => ticks > _created));
        for (var i = 0; i < _periods.Count; i++)
        {
            var from = Math.Max(i == 0 ? long.MinValue : _periods[i].From.UtcTicks, _created);
            var to = i + 1 < _periods.Count ? _periods[i + 1].From.UtcTicks : long.MaxValue;
            if (from < to)
            {
                moments.AddRange(_curves[i].Jumps.Where(ticks => ticks > from && ticks < to));
                moments.Add(from);
            }
        }

        moments.Sort();
        var kept = 0;
        for (var i = 0; i < moments.Count; i++)
        {
            if (kept == 0 || moments[i] != moments[kept - 1])
            {
                moments[kept++] = moments[i];
            }
        }

        moments.RemoveRange(kept, moments.Count - kept);
        return moments;
    }

    private void EnterPeriod(long now)
    {
        while (_period + 1 < _periods.Count && _periods[_period + 1].From.UtcTicks <= now)
        {
            _period++;
        }
    }

    private void Visit(long now)
    {
        EnterPeriod(now);
        for (; _nextGrade < _grades.Count && _grades[_nextGrade].At.UtcTicks <= now; _nextGrade++)
        {
            _grade = _grades[_nextGrade].Grade;
        }

        if (_stage == StageNames.Visitor)
        {
            Move(StageNames.Lead, now, StageCause.Created);
            _mayEnter = true;
        }

        for (; _nextFact < _facts.Length && _facts[_nextFact].At.UtcTicks <= now; _nextFact++)
        {
            Apply(_facts[_nextFact], now);
        }

        Compare(now);
    }

    private void Apply(StageFact fact, long now)
    {
        if (fact.Stage == _stage)
        {
            return;
        }

        Move(fact.Stage, now, fact.Cause, fact);
        _mayEnter = false;
        _mayExit = false;
    }

    private void Compare(long now)
    {
        var score = Curve.ScoreAt(now);
        if (_meaning == StageNames.Mql)
        {
            if (score >= Rules.ExitThreshold)
            {
                _mayExit = true;
            }
            else if (_mayExit)
            {
                Exit(now);
            }
        }

        if (_meaning is not (StageNames.Lead or StageNames.Recycled))
        {
            return;
        }

        if (score < Rules.EnterThreshold)
        {
            _mayEnter = true;
        }
        else if (_mayEnter && !(_grade > Rules.MinimumGrade))
        {
            Move(StageNames.Mql, now, StageCause.Score);
            _mayExit = true;
        }
    }

    // Between two moments the score only falls, so at most one exit or one release can happen there.
    private void Decay(long after, long before)
    {
        if (_meaning == StageNames.Mql && _mayExit && Curve.NextFall(Rules.ExitThreshold, after, before) is { } exit)
        {
            Exit(exit);
        }
        else if (_meaning is StageNames.Lead or StageNames.Recycled
            && !_mayEnter
            && Curve.NextFall(Rules.EnterThreshold, after, before) is not null)
        {
            _mayEnter = true;
        }
    }

    private void Exit(long at)
    {
        Move(StageNames.Recycled, at, StageCause.Score);

        // Below the threshold of leaving, which is never above that of entering.
        _mayEnter = true;
    }

    private void Move(string stage, long ticks, StageCause cause, StageFact? fact = null)
    {
        var meaning = fact?.CountsAs ?? stage;
        var isEntry = meaning == StageNames.Mql && _meaning != StageNames.Mql;
        _entries += isEntry ? 1 : 0;
        _transitions.Add(new StageTransition
        {
            Stage = stage,
            CountsAs = fact?.CountsAs,
            From = _stage,
            At = new DateTimeOffset(ticks, TimeSpan.Zero),
            Cause = cause,
            Score = Curve.ScoreAt(ticks),
            Entry = isEntry ? _entries : null,
            Label = !isEntry ? null : _entries == 1 ? EntryLabel.New : EntryLabel.Reopened,
            FactKey = fact?.Key,
            Actor = fact?.Actor,
            Reason = fact?.Reason,
        });
        (_stage, _meaning) = (stage, meaning);
    }

    private DateTimeOffset? NextDue(long now, long? nextMoment)
    {
        var due = nextMoment ?? long.MaxValue;
        if (_stage != StageNames.Visitor)
        {
            Take(Rules.EnterThreshold);
            Take(Rules.Bands.Second);
            Take(Rules.Bands.Third);
        }

        if (_meaning == StageNames.Mql)
        {
            Take(Rules.ExitThreshold);
        }

        return due == long.MaxValue ? null : new DateTimeOffset(due, TimeSpan.Zero);

        void Take(double threshold)
        {
            if (Curve.NextFall(threshold, now, due) is { } fall)
            {
                due = fall;
            }
        }
    }
}
