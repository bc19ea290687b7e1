using Pipeline.Scoring.Documents;

namespace Pipeline.Scoring;

/// <summary>
/// A lead's score over time. Between lines the sum is one falling exponential, so that crossings have a closed form; upward crossings
/// happen at lines alone. Immutable.
/// </summary>
public sealed class ScoreCurve
{
    private readonly ScoringRules _rules;
    private readonly long _halfLife;
    private readonly List<long> _ticks;
    private readonly List<double> _sums;

    /// <summary>Makes the curve.</summary>
    /// <param name="lines">Lines in event order.</param>
    /// <param name="rules">Rules that hold half-life, floor and total cap.</param>
    public ScoreCurve(IReadOnlyList<ScoreLine> lines, ScoringRules rules)
    {
        _rules = rules;
        _halfLife = rules.HalfLife.Ticks;
        _ticks = new List<long>(lines.Count);
        _sums = new List<double>(lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var ticks = lines[i].OccurredAt.UtcTicks;
            if (_ticks.Count > 0 && _ticks[^1] == ticks)
            {
                _sums[^1] += lines[i].Points;
                continue;
            }

            var before = _ticks.Count > 0 ? _sums[^1] * ScoreDecay.Factor(ticks - _ticks[^1], _halfLife) : 0;
            _ticks.Add(ticks);
            _sums.Add(before + lines[i].Points);
        }
    }

    /// <summary>Moments at which the sum jumps, in UTC ticks, ascending.</summary>
    internal IReadOnlyList<long> Jumps => _ticks;

    /// <summary>Sum of the decayed lines at a moment, before floor and total cap; lines at the moment count.</summary>
    /// <param name="at">The moment.</param>
    public double SumAt(DateTimeOffset at) => SumAt(at.UtcTicks);

    /// <summary>Score at a moment, with floor and total cap, unrounded; lines at the moment count.</summary>
    /// <param name="at">The moment.</param>
    public double ScoreAt(DateTimeOffset at) => Bounded(SumAt(at), _rules);

    /// <summary>
    /// Finds when the score next falls below a threshold: the first whole millisecond at which it is below after it was not.
    /// </summary>
    /// <param name="threshold">Threshold; positive.</param>
    /// <param name="after">The crossing is later than this moment.</param>
    /// <returns>The moment, UTC; null when the score never falls below the threshold.</returns>
    public DateTimeOffset? NextFall(double threshold, DateTimeOffset after) =>
        NextFall(threshold, after.UtcTicks, DateTimeOffset.MaxValue.UtcTicks) is { } ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    /// <summary>The same within bounds, in UTC ticks.</summary>
    /// <param name="threshold">Threshold; positive.</param>
    /// <param name="after">Exclusive.</param>
    /// <param name="before">Exclusive.</param>
    internal long? NextFall(double threshold, long after, long before)
    {
        if (threshold <= _rules.Floor || threshold > (_rules.TotalCap ?? double.PositiveInfinity))
        {
            return null;
        }

        var segment = SegmentAt(after);
        var isAbove = SumAt(after) >= threshold;
        while (true)
        {
            var next = segment + 1 < _ticks.Count ? _ticks[segment + 1] : before;
            if (isAbove && FallWithin(segment, threshold) is { } fall && fall < Math.Min(next, before))
            {
                return fall;
            }

            if (++segment >= _ticks.Count || next >= before)
            {
                return null;
            }

            if (isAbove && _sums[segment] < threshold)
            {
                return next;
            }

            isAbove = _sums[segment] >= threshold;
        }
    }

    internal static double Bounded(double sum, ScoringRules rules)
    {
        var lifted = Math.Max(rules.Floor, sum);
        return rules.TotalCap is { } cap ? Math.Min(cap, lifted) : lifted;
    }

    internal double ScoreAt(long ticks) => Bounded(SumAt(ticks), _rules);

    private double SumAt(long ticks)
    {
        var segment = SegmentAt(ticks);
        return segment < 0 ? 0 : SumIn(segment, ticks);
    }

    private double SumIn(int segment, long ticks) => _sums[segment] * ScoreDecay.Factor(ticks - _ticks[segment], _halfLife);

    private int SegmentAt(long ticks)
    {
        var place = _ticks.BinarySearch(ticks);
        return place >= 0 ? place : ~place - 1;
    }

    private long? FallWithin(int segment, double threshold)
    {
        var start = _ticks[segment];
        var estimate = start + (_halfLife * Math.Log2(_sums[segment] / threshold));
        if (estimate >= DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerMinute)
        {
            return null;
        }

        // The logarithm is off by a few parts in 10^16; two steps settle the millisecond by the very function that is compared elsewhere.
        var fall = ((long)estimate / TimeSpan.TicksPerMillisecond) * TimeSpan.TicksPerMillisecond;
        while (fall <= start || SumIn(segment, fall) >= threshold)
        {
            fall += TimeSpan.TicksPerMillisecond;
        }

        while (fall - TimeSpan.TicksPerMillisecond > start && SumIn(segment, fall - TimeSpan.TicksPerMillisecond) < threshold)
        {
            fall -= TimeSpan.TicksPerMillisecond;
        }

        return fall;
    }
}
